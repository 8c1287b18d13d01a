"""The table of settings in ``docs/operating.md``, from the settings themselves."""

import ast
import inspect
import itertools
from typing import Final

from shared.runtime import settings as module
from shared.runtime.settings import Settings

BEGIN: Final = "| variable | default | meaning |\n|---|---|---|\n"


def _meanings() -> dict[str, str]:
    """The string below a field is its meaning, as documentation tools read it."""
    tree = ast.parse(inspect.getsource(module))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    found: dict[str, str] = {}
    for field, below in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = (
                below.value.value
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                else ""
            )
            found[field.target.id] = " ".join(str(text).split())
    return found


def settings_table() -> str:
    """One row for each setting."""
    meanings = _meanings()
    rows = []
    for name, field in Settings.model_fields.items():
        default = (
            "required"
            if field.is_required()
            else f"`{field.default}`"
            if str(field.default) != ""
            else "empty"
        )
        rows.append(f"| `MENTORING_{name.upper()}` | {default} | {meanings.get(name, '')} |\n")
    return BEGIN + "".join(rows)


def with_table(text: str) -> str:
    """A document with its table brought up to date."""
    before, _, rest = text.partition(BEGIN)
    after = rest[rest.index("\n\n") + 1 :]
    return before + settings_table() + after
