"""Compares a response class with a schema of an OpenAPI document."""

import types
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

Schema = dict[str, Any]
PLAIN = {str: {"string"}, bool: {"boolean"}, int: {"integer"}, float: {"number", "integer"}}


def misfits(kind: type[BaseModel], schema: Schema, api: Schema) -> list[str]:
    """The fields of a class that a response of this schema would not fill, each with the reason.

    Of several responses, one for each kind of caller, the one that fits best is compared.
    """
    return min((list(_object_misfits(kind, each, api)) for each in _branches(schema, api)), key=len)


def reached_classes(kind: Any) -> set[type[BaseModel]]:
    """A response class and those of its fields; classes that belong to the contracts are left out."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        below = {
            reached for field in kind.model_fields.values() for reached in reached_classes(field.annotation)
        }
        return below | ({kind} if kind.__module__.startswith("services.console.") else set())
    return {reached for part in get_args(kind) for reached in reached_classes(part)}


def codes_of(schema: Schema, path: str, api: Schema) -> set[str]:
    """The values of the enumeration at a dotted path, through lists and objects that may be missing.

    Raises:
        AssertionError: there is none.
    """
    for name in path.split("."):
        shown = next(branch for branch in _branches(schema, api) if "properties" in branch)
        schema = shown["properties"][name]
        schema = _resolved(schema, api).get("items", schema)
    values = {value for branch in _branches(schema, api) for value in _values(branch)}
    assert values, f"{path} is no enumeration"
    return values


def response_schema(api: Schema, method: str, path: str) -> Schema:
    """The schema of the answer of an operation that succeeds."""
    schema: Schema = api["paths"][path][method.lower()]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    return schema


def _object_misfits(kind: type[BaseModel], schema: Schema, api: Schema) -> Iterator[str]:
    for branch in _branches(schema, api):
        properties = branch.get("properties")
        if properties is None:
            yield f"{kind.__name__}: the schema is no object with properties"
            return
        for name, field in kind.model_fields.items():
            where = f"{kind.__name__}.{name}"
            wire_name = field.alias or name
            if wire_name not in properties:
                yield f"{where}: the owner has no such field"
                continue
            sent_always = wire_name in branch.get("required", ()) or "default" in properties[wire_name]
            if field.is_required() and not sent_always:
                yield f"{where}: the owner may leave it out"
            yield from _misfits(where, field.annotation, properties[wire_name], api)


def _misfits(where: str, kind: Any, schema: Schema, api: Schema) -> Iterator[str]:
    if kind is Any:
        return
    optional = get_origin(kind) in {Union, types.UnionType} and type(None) in get_args(kind)
    kinds = [part for part in get_args(kind) if part is not type(None)] if optional else [kind]
    for branch in _branches(schema, api):
        if branch.get("type") == "null":
            if not optional:
                yield f"{where}: may be null"
            continue
        faults = [list(_branch_misfits(where, each, branch, api)) for each in kinds]
        if all(faults):
            yield from faults[0]


def _branch_misfits(where: str, kind: Any, branch: Schema, api: Schema) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _model_misfits(where, kind, branch, api)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        yield from _code_misfits(where, {member.value for member in kind}, branch)
    elif get_origin(kind) is Literal:
        yield from _code_misfits(where, set(get_args(kind)), branch)
    elif get_origin(kind) in {list, tuple, dict}:
        yield from _container_misfits(where, kind, branch, api)
    elif kind not in PLAIN:
        expected = "date" if kind is date else "date-time"
        if branch.get("format") != expected:
            yield f"{where}: no {expected}"
    elif _type(branch) not in PLAIN[kind]:
        yield f"{where}: {_type(branch)} instead of {kind.__name__}"


def _model_misfits(where: str, kind: type[BaseModel], branch: Schema, api: Schema) -> Iterator[str]:
    """A class of the console is compared; one of the contracts is known by its name."""
    if kind.__module__.startswith("services.console."):
        yield from _object_misfits(kind, branch, api)
    elif branch.get("title") != kind.__name__:
        yield f"{where}: {branch.get('title')} instead of the contracts' {kind.__name__}"


def _container_misfits(where: str, kind: Any, branch: Schema, api: Schema) -> Iterator[str]:
    expected = "object" if get_origin(kind) is dict else "array"
    if _type(branch) != expected:
        yield f"{where}: {_type(branch)} instead of {expected}"
    elif expected == "array":
        yield from _misfits(where, get_args(kind)[0], branch.get("items", {}), api)
    elif get_args(kind)[1] is not Any:
        yield from _misfits(where, get_args(kind)[1], branch.get("additionalProperties", {}), api)


def _type(branch: Schema) -> str | None:
    type_: str | None = branch.get("type")
    if type_ is None and "properties" in branch:
        return "object"
    return "string" if type_ is None and _values(branch) else type_


def _code_misfits(where: str, known: set[Any], branch: Schema) -> Iterator[str]:
    values = _values(branch)
    if not values:
        yield f"{where}: no enumeration"
    elif values - known:
        yield f"{where}: unknown codes {sorted(values - known)}"


def _values(branch: Schema) -> set[Any]:
    return set(branch.get("enum", [branch["const"]] if "const" in branch else []))


def _resolved(schema: Schema, api: Schema) -> Schema:
    while "$ref" in schema:
        schema = api["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _branches(schema: Schema, api: Schema) -> list[Schema]:
    """The alternatives of a schema."""
    schema = _resolved(schema, api)
    parts = schema.get("anyOf") or schema.get("oneOf")
    if not parts:
        return [schema]
    return [branch for part in parts for branch in _branches(part, api)]
