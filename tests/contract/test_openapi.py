"""The description of every API shows an example of whatever is sent and answered, and each one is true."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from services.catalogue import SERVICES
from tests.helpers.offline import describe

OPERATIONS = ("/health", "/metrics", "/ops")
FEW_JSON = {"console"}
"""The console answers in pages, not in JSON; notification has next to no API."""


@pytest.fixture(params=SERVICES)
def described(request, issuer) -> tuple[str, dict[str, Any]]:
    return request.param, describe(request.param, str(issuer.jwks_path))


def json_contents(api) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON body and every JSON answer of success, by a name that says where it is."""
    for path, methods in api["paths"].items():
        if path.startswith(OPERATIONS):
            continue
        for method, operation in methods.items():
            where = f"{method} {path}"
            holders = {f"{where} body": operation.get("requestBody", {})} | {
                f"{where} {status}": answer
                for status, answer in operation["responses"].items()
                if status.startswith("2")
            }
            for name, holder in holders.items():
                if content := holder.get("content", {}).get("application/json"):
                    yield name, content


def examples_of(holder) -> list[Any]:
    return list(holder.get("examples", [])) + ([holder["example"]] if "example" in holder else [])


def has_example(schema, models) -> bool:
    """Whether a reader sees an example of the whole: given as such, or made of those of all parts."""
    if examples_of(schema):
        return True
    if "$ref" in schema:
        return has_example(models[schema["$ref"].rpartition("/")[2]], models)
    if "anyOf" in schema:
        return any(has_example(choice, models) for choice in schema["anyOf"])
    if "items" in schema:
        return has_example(schema["items"], models)
    # A page's total needs none.
    parts = [part for name, part in schema.get("properties", {}).items() if name != "total"]
    return bool(parts) and all(has_example(part, models) for part in parts)


def with_nulls(example, model) -> Any:
    """The example as it was written: FastAPI drops every null, of examples too, from the description."""
    if not isinstance(example, dict):
        return example
    nullable = {
        name: None
        for name, part in model.get("properties", {}).items()
        if name in model.get("required", ()) and {"type": "null"} in part.get("anyOf", ())
    }
    return nullable | example


def test_every_body_and_answer_has_an_example(described):
    service, api = described
    models = api["components"]["schemas"]
    contents = dict(json_contents(api))
    assert (len(contents) >= 8) == (service not in FEW_JSON)
    lacking = [
        name
        for name, content in contents.items()
        if not examples_of(content) and not has_example(content.get("schema", {}), models)
    ]
    assert lacking == []


def test_every_example_fits_its_model(described):
    _, api = described
    examples = [
        (name, with_nulls(example, model))
        for name, model in api["components"]["schemas"].items()
        for example in examples_of(model)
    ]
    faults = [
        f"{name}: {error.json_path}: {error.message}"
        for name, example in examples
        for error in jsonschema.Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": api["components"]}
        ).iter_errors(example)
    ]
    assert faults == []


def test_no_example_shows_a_field_that_does_not_exist(described):
    _, api = described
    unknown = {
        name: sorted(example.keys() - model["properties"].keys())
        for name, model in api["components"]["schemas"].items()
        if "properties" in model
        for example in examples_of(model)
        if example.keys() - model["properties"].keys()
    }
    assert unknown == {}


def test_every_operation_has_a_written_summary_and_a_description_of_each_parameter(described):
    """Without one, FastAPI makes a summary of the function's name: each word with a capital."""
    _, api = described
    operations = {
        f"{method} {path}": operation
        for path, methods in api["paths"].items()
        for method, operation in methods.items()
    }
    summaries = {where: operation["summary"] for where, operation in operations.items()}
    assert [where for where, text in summaries.items() if " " in text and text == text.title()] == []
    assert [
        f"{where}: {parameter['name']}"
        for where, operation in operations.items()
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ] == []


def sent_schemas(api) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of what callers send, by a name that says where it is."""
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                yield f"{method} {path} {parameter['name']}", parameter["schema"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{method} {path} body", content.get("schema", {})


def unbounded(schema, models, where, seen=frozenset()) -> Iterator[str]:
    """Where a schema takes whole numbers of any size."""
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference in seen:
        return
    if reference:
        yield from unbounded(models[reference], models, where, seen | {reference})
    if schema.get("type") == "integer" and not ({"minimum", "maximum"} <= schema.keys() or "enum" in schema):
        yield where
    for name, part in schema.get("properties", {}).items():
        yield from unbounded(part, models, f"{where}.{name}", seen)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from unbounded(choice, models, where, seen)
    if isinstance(schema.get("items"), dict):
        yield from unbounded(schema["items"], models, f"{where}[]", seen)


def test_every_whole_number_that_is_sent_has_bounds(described):
    """The database counts to 2**63; a larger number must be refused by name, not fail when it is saved."""
    _, api = described
    models = api["components"]["schemas"]
    places = [place for where, schema in sent_schemas(api) for place in unbounded(schema, models, where)]
    assert places == []


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"$ref": "#/components/schemas/Shown"}, True),
        ({"$ref": "#/components/schemas/Bare"}, False),
        ({"anyOf": [{"$ref": "#/components/schemas/Shown"}, {"type": "null"}]}, True),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Bare"}}, False),
        ({"properties": {"items": {"items": {"$ref": "#/components/schemas/Shown"}}, "total": {}}}, True),
        ({"properties": {"a": {"examples": [1]}, "b": {"type": "string"}}}, False),
        ({}, False),
    ],
)
def test_the_search_for_examples_finds_what_lacks_one(schema, expected):
    models = {
        "Shown": {"examples": [{"a": 1}], "properties": {"a": {}}},
        "Bare": {"properties": {"a": {"type": "string"}}},
    }
    assert has_example(schema, models) is expected
