"""Every text, number and list that comes from outside has a bound: in events, and in every API's requests."""

import importlib

import pytest

from shared.contracts import contracts
from shared.service.documented_callers import routes_of

BOUNDED_FORMATS = {"date", "date-time", "time", "uuid", "binary"}
"""Their readers take no more than a few dozen characters; files have a limit of their own."""
WIDEST = 10_000
"""More characters than these a pattern may not allow."""


def unbounded(where, schema, root, seen=()):
    """The places within a schema that could hold any amount."""
    if "$ref" in schema:
        name = schema["$ref"]
        if name not in seen:
            yield from unbounded(where, _target(name, root), root, (*seen, name))
        return
    for choice in [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]:
        yield from unbounded(where, choice, root, seen)
    if fault := _FAULTS.get(schema.get("type"), lambda _: "")(schema):
        yield f"{where}: {fault}"
    for name, part in _parts(schema):
        yield from unbounded(f"{where}{name}", part, root, seen)


def _target(name, root):
    for step in name.removeprefix("#/").split("/"):
        root = root[step]
    return root


def _text(schema):
    if {"enum", "const", "maxLength"} & schema.keys() or schema.get("format") in BOUNDED_FORMATS:
        return ""
    pattern = schema.get("pattern", "")
    bounded = pattern.startswith("^") and pattern.endswith("$") and widest(pattern) <= WIDEST
    return "" if bounded else "text without max_length"


def widest(pattern):
    """Return the most characters that a pattern allows."""
    parsed = importlib.import_module("re._parser").parse(pattern)
    return parsed.getwidth()[1]


def _number(schema):
    lower, upper = {"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}
    fixed = {"enum", "const"} & schema.keys()
    return "" if fixed or (lower & schema.keys() and upper & schema.keys()) else "number without bounds"


def _list(schema):
    return "" if "maxItems" in schema else "list without max_length"


def _mapping(schema):
    open_ = schema.get("additionalProperties", "properties" not in schema)
    return "mapping without max_length" if open_ and "maxProperties" not in schema else ""


_FAULTS = {"string": _text, "integer": _number, "array": _list, "object": _mapping}


def _parts(schema):
    yield from ((f".{name}", field) for name, field in schema.get("properties", {}).items())
    items = [schema["items"]] if isinstance(schema.get("items"), dict) else []
    yield from (("[]", item) for item in [*items, *schema.get("prefixItems", ())])
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        yield "{}", others
        yield " key", schema.get("propertyNames", {"type": "string"})


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_field_of_every_event_has_a_bound(mode):
    places = []
    for contract in contracts():
        schema = contract.data.model_json_schema(mode=mode)
        places += unbounded(contract.type, schema, schema)
    assert not places, "\n".join(places)


def inputs(dependant):
    """All that an endpoint and what it depends on read from a request, hidden parameters too."""
    for kind in ("path", "query", "header", "cookie", "body"):
        yield from getattr(dependant, f"{kind}_params")
    for needed in dependant.dependencies:
        yield from inputs(needed)


def test_every_part_of_every_request_has_a_bound(app):
    places = []
    for route in routes_of(app):
        for field in inputs(route.dependant):
            schema = field._type_adapter.json_schema()
            places += unbounded(f"{route.path} {field.name}", schema, schema)
    assert not places, "\n".join(places)


def test_a_field_without_a_bound_is_found():
    schema = {
        "type": "object",
        "properties": {
            "text": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "list": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
            "map": {"type": "object", "additionalProperties": {"type": "integer"}},
            "code": {"type": "string", "pattern": "^[a-z]+$"},
            "part": {"type": "string", "pattern": "[a-z]{3}"},
            "fine": {"type": "string", "maxLength": 3},
            "short": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        },
        "$defs": {"Part": {"type": "integer", "minimum": 0}},
    }
    places = [place.partition(":")[0] for place in unbounded("x", schema, schema)]
    assert places == ["x.text", "x.list", "x.list[]", "x.map", "x.map{}", "x.map key", "x.code", "x.part"]
