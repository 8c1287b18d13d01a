"""Describe the usual parameters in the OpenAPI document; endpoints describe only special ones."""

from collections.abc import Mapping
from typing import Any, Final

_USUAL: Final[Mapping[str, str]] = {
    "key": "Only events with this key",
    "language": "Language of the texts",
    "number": "Version number",
    "state": "Only items in this state",
    "type": "Only events of this type",
    "version": "Version number; the latest version by default",
}
"""The descriptions of parameters that mean the same wherever they occur, by name."""


def describe_parameters(operation: Mapping[str, Any]) -> None:
    """Describe each parameter of an operation that has no description, if its name says enough."""
    for parameter in operation.get("parameters", []):
        if text := _text_of(parameter["name"], parameter["in"]):
            parameter.setdefault("description", text)


def _text_of(name: str, where: str) -> str | None:
    if name.endswith("_id"):
        noun = name.removesuffix("_id").replace("_", " ")
        return f"Id of the {noun}" if where == "path" else f"Only items of this {noun}"
    if name == "role":
        return "Role in the programme" if where == "path" else "Only items of this role"
    return _USUAL.get(name)
