"""Sample data for a schema: one plain value for each field, the same every time."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_BY_PATTERN: Final = {
    r"^[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}$": "sample-1",
    r"^([01]\d|2[0-3]):[0-5]\d$": "09:00",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "ai-prompting",
    r"^[a-z]{2,3}$": "en",
    r"^(sessions-held|satisfaction|participation|goal-progress)$": "satisfaction",
}
_PLAIN: Final[Mapping[str, Callable[[Schema], Any]]] = {
    "integer": lambda schema: schema.get("minimum", 1),
    "number": lambda schema: schema.get("minimum", 1.5),
    "boolean": lambda _: True,
}
_BY_FORMAT: Final = {"date-time": "2026-01-05T09:00:00Z", "date": "2026-01-05"}


def sample(schema: Schema) -> dict[str, Any]:
    """Data that the schema of an event allows.

    Raises:
        KeyError: the schema has a pattern this module has no value for; add one above.
    """
    value: dict[str, Any] = _value(schema, schema)
    return value


def _value(schema: Schema, root: Schema) -> Any:
    if "$ref" in schema:
        return _value(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], root)
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: _value(field, root) for name, field in schema["properties"].items()}
    if schema["type"] == "array":
        return [_value(schema["items"], root)]
    return _text(schema) if schema["type"] == "string" else _PLAIN[schema["type"]](schema)


def _text(schema: Schema) -> str:
    if "format" in schema:
        return _BY_FORMAT[schema["format"]]
    if "pattern" in schema:
        return _BY_PATTERN[schema["pattern"]]
    return "sample"
