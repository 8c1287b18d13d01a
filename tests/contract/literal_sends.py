"""Reads the console's source for commands whose path is written where they are sent."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from services.catalogue import SERVICES

SENDING = {"send", "command", "send_text", "send_file"}
ANYTHING = "*"
"""Stands for what is known only at run time."""


def literal_sends(folder: Path) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """The place, the method and the path of each command that the modules of a folder send."""
    for source in sorted(folder.rglob("*.py")):
        module = ast.parse(source.read_text())
        constants = dict(_constants(module))
        for node in ast.walk(module):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in SENDING
            ):
                method = next(
                    (word.value for word in node.keywords if word.arg == "method"), ast.Constant("POST")
                )
                texts = [_text(argument, constants) for argument in node.args[:2]]
                path = next((text for text in texts if text not in {ANYTHING, "", *SERVICES}), None)
                if path:
                    yield f"{source.name}:{node.lineno}", _text(method, constants), _pattern(path)


def _constants(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def _text(node: ast.expr, constants: Mapping[str, ast.expr]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, constants)
    if isinstance(node, ast.Name) and node.id in constants:
        return _text(constants[node.id], constants)
    return ANYTHING


def _pattern(path: str) -> re.Pattern[str]:
    """The paths that this may be, in a programme or as it is."""
    return re.compile("(/programmes/{[^/]+}/)?" + re.escape(path).replace(re.escape(ANYTHING), ".+"))
