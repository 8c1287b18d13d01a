"""Pages about the HTTP API of each service, from its OpenAPI document."""

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from services.settings import PlatformSettings

_METHODS: Final = ("get", "post", "put", "patch", "delete")


def openapi(service: str) -> dict[str, Any]:
    """Return the OpenAPI document of a service; nothing is connected to."""
    settings = PlatformSettings(
        environment="development",
        mongo_uri="mongodb://localhost/?replicaSet=none",
        mongo_database="none",
        kafka_bootstrap="localhost:9092",
        jwt_issuer="https://auth.mentoring.local",
        jwks="https://auth.mentoring.local/jwks.json",
    )
    module = importlib.import_module(f"services.{service}.app")
    document: dict[str, Any] = module.create_app(settings).openapi()
    return document


def api_markdown(service: str) -> str:
    """Return one service's operations: parameters, body, answers."""
    document = openapi(service)
    lines = [f"# {service.capitalize()}", "", f"{document['info']['summary']}.", ""]
    for path, operations in sorted(document["paths"].items()):
        for method in _METHODS:
            if method in operations:
                lines += _operation(method, path, operations[method])
    return "\n".join(lines).rstrip() + "\n"


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"## `{method.upper()} {path}`"
    yield ""
    yield operation.get("summary", "") + "."
    yield ""
    if description := operation.get("description"):
        yield from (description, "")
    if parameters := operation.get("parameters"):
        yield from ("| parameter | in | type | meaning |", "|---|---|---|---|")
        for each in parameters:
            required = " (required)" if each.get("required") else ""
            yield f"| `{each['name']}`{required} | {each['in']} | {_type(each['schema'])} | {_cell(each)} |"
        yield ""
    if body := operation.get("requestBody"):
        kinds = ", ".join(
            f"`{kind}`: {_type(media.get('schema', {}))}" for kind, media in body["content"].items()
        )
        yield from (f"Body: {', '.join(kinds)}", "")
    yield from ("| status | answer |", "|---|---|")
    for status, answer in sorted(operation["responses"].items()):
        schemas = [_type(media.get("schema", {})) for media in answer.get("content", {}).values()]
        yield f"| {status} | {_cell(answer)} {', '.join(dict.fromkeys(schemas))} |"
    yield ""


def _cell(described: Mapping[str, Any]) -> str:
    return str(described.get("description", "")).replace("\n", " ").replace("|", "\\|")


def _type(schema: Mapping[str, Any]) -> str:
    if name := schema.get("$ref"):
        return f"`{name.rpartition('/')[2]}`"
    if several := schema.get("anyOf"):
        return " or ".join(_type(each) for each in several)
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("type", "any"))
