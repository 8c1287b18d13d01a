"""Sample data for a schema: one plain value for each field, the same every time."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_PLAIN: Final[Mapping[str, Callable[[Schema], Any]]] = {
    "integer": lambda schema: schema.get("minimum", 1),
    "number": lambda schema: schema.get("minimum", 1.5),
    "boolean": lambda _: True,
}
_BY_FORMAT: Final = {"date-time": "2026-01-05T09:00:00Z", "date": "2026-01-05"}


def sample(schema: Schema) -> dict[str, Any]:
    """Return data that the schema of an event allows.

    Raises:
        ValueError: a text has a pattern but no example: ``Field(examples=["ai-prompting"])`` adds one.
    """
    value: dict[str, Any] = _value(schema, schema)
    return value


def _value(schema: Schema, root: Schema) -> Any:
    if "$ref" in schema:
        return _value(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], root)
    if choices := schema.get("examples") or schema.get("enum"):
        return choices[0]
    if schema["type"] == "object":
        return {name: _value(field, root) for name, field in schema["properties"].items()}
    if schema["type"] == "array":
        return [_value(schema["items"], root)]
    return _text(schema) if schema["type"] == "string" else _PLAIN[schema["type"]](schema)


def _text(schema: Schema) -> str:
    if "format" in schema:
        return _BY_FORMAT[schema["format"]]
    if "pattern" in schema:
        raise ValueError(f"no example of a text with the pattern {schema['pattern']}")
    return "sample"
