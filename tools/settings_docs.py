"""The table of settings in ``docs/operating.md``, from the settings themselves."""

import ast
import inspect
import itertools
from typing import Final

from pydantic.fields import FieldInfo

from services.settings import PlatformSettings

BEGIN: Final = "| variable | default | meaning |\n|---|---|---|\n"


def _meanings() -> dict[str, str]:
    """Return the meaning of each field: the string below it, as documentation tools read it."""
    ours = [cls for cls in PlatformSettings.__mro__ if cls.__module__.startswith(("services.", "shared."))]
    classes = [ast.parse(inspect.getsource(cls)).body[0] for cls in ours]
    bodies = [node.body for node in classes if isinstance(node, ast.ClassDef)]
    meanings: dict[str, str] = {}
    for field, below in itertools.chain.from_iterable(itertools.pairwise(body) for body in bodies):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = (
                below.value.value
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                else ""
            )
            meanings[field.target.id] = " ".join(str(text).split())
    return meanings


def settings_table() -> str:
    """Return one row for each setting."""
    meanings = _meanings()
    rows = []
    for name, field in PlatformSettings.model_fields.items():
        rows.append(f"| `MENTORING_{name.upper()}` | {_default(field)} | {meanings.get(name, '')} |\n")
    return BEGIN + "".join(rows)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    shown = str(field.default)  # a secret shows stars
    return "empty" if field.default is None or shown == "" else f"`{shown}`"


def with_table(text: str) -> str:
    """Return a document with its table brought up to date."""
    before, _, rest = text.partition(BEGIN)
    after = rest[rest.index("\n\n") + 1 :]
    return before + settings_table() + after
