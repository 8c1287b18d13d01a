"""Complete the OpenAPI document: the statuses of each operation, from its guard, parameters and body."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared.runtime.auth import Allow
from shared.service.commands import Runner
from shared.service.documented_callers import guard_of, routes_of, state_callers
from shared.service.documented_parameters import describe_parameters
from shared.service.middleware import PROBES, LargeBody

MEDIA_TYPE: Final = "application/problem+json"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_RETRY_AFTER: Final = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "string"}}}
_HEADERS: Final[dict[int, dict[str, Any]]] = {
    401: {"WWW-Authenticate": {"description": "Always of the scheme Bearer", "schema": {"type": "string"}}},
    429: _RETRY_AFTER,
    503: _RETRY_AFTER,
}
_PARAMETERS: Final = ("path_params", "query_params", "header_params", "cookie_params", "body_params")
_TEXT: Final = {"type": "string"}
_CODE: Final = {
    "code": {
        **_TEXT,
        "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
        "description": "The kind of refusal, for programs: it never changes, the texts may",
    },
    "params": {
        "type": "object",
        "description": "The values that the text names",
        "additionalProperties": {"type": ["string", "integer", "boolean"]},
    },
}
_PROBLEM: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "An error as a problem document (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"const": "about:blank"},
        "title": {**_TEXT, "description": "The kind of problem"},
        "status": {"type": "integer", "description": "The HTTP status"},
        **_CODE,
        "detail": {**_TEXT, "description": "The fault of this request"},
        "errors": {
            "type": "array",
            "description": "One entry for each input that is wrong",
            "items": {
                "type": "object",
                "required": ["field", "message", "code", "params"],
                "properties": {"field": _TEXT, "message": _TEXT, **_CODE},
            },
        },
    },
    "examples": [
        {
            "type": "about:blank",
            "title": "Invalid input",
            "status": 422,
            "code": "invalid-input",
            "detail": "limit: Input should be greater than or equal to 1",
            "errors": [
                {
                    "field": "limit",
                    "message": "Input should be greater than or equal to 1",
                    "code": "greater-than-equal",
                    "params": {"ge": 1},
                }
            ],
        }
    ],
}
_FASTAPIS_422: Final = "Validation Error"
_UNUSED: Final = ("HTTPValidationError", "ValidationError")
"""FastAPI's own description of a 422, which no service answers."""


def complete_description(app: FastAPI, refusals: Mapping[int, str]) -> None:
    """Let each operation of the API's description state its callers and every status it can answer.

    Args:
        app: the app.
        refusals: what the service's own middleware answers, by status.
    """
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = describe()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for name in _UNUSED:
                schemas.pop(name, None)
            schemas["Problem"] = _PROBLEM
            for route in routes_of(app):
                for method in route.methods or ():
                    if operation := document.get("paths", {}).get(route.path_format, {}).get(method.lower()):
                        state_callers(operation, guard_of(route))
                        describe_parameters(operation)
                        _state_refusals(operation, {**dict(_refusals(route, method)), **refusals})
        return describe()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the description


def _state_refusals(operation: dict[str, Any], refusals: Mapping[int, str]) -> None:
    responses = operation["responses"]
    successes = {status: answer for status, answer in responses.items() if status.startswith("2")}
    stated = {
        int(status): answer["description"]
        for status, answer in responses.items()
        if status not in successes and answer["description"] != _FASTAPIS_422
    }
    operation["responses"] = successes | {
        str(status): _response(status, text) for status, text in sorted({**refusals, **stated}.items())
    }


def _response(status: int, text: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return answer | ({"headers": _HEADERS[status]} if status in _HEADERS else {})


def _refusals(route: APIRoute, method: str) -> Iterator[tuple[int, str]]:
    """Yield the statuses an operation can answer other than success, each with its reason."""
    guarded = isinstance(guard_of(route), Allow)
    yield 413, "The body is too large"
    yield 414, "The address is too long"
    yield 431, "The headers are too large"
    yield 500, "An unexpected error; it was logged under the answer's correlation id"
    if guarded or not route.path.startswith(PROBES):
        yield 503, "The service is overloaded, or its database or the issuer's keys are unavailable"
    if guarded:
        yield 401, "There is no valid token"
        yield 403, "The token does not entitle to this"
        yield 429, "Too many requests of this person or tenant"
    if _names(route, "path_params"):
        yield 404, "No such thing, or none that the caller may know of"
    if any(_names(route, kind) for kind in _PARAMETERS) or _takes_file(route):
        yield 422, "An input is invalid, or a rule forbids this"
    if route.body_field is not None or _takes_file(route):
        yield 400, "The body can't be read"
        yield 408, "The body arrives too slowly"
    if _takes_file(route):
        yield 415, "The body is of another media type"
    if method not in _SAFE_METHODS and any(_gives(inner, Runner) for inner in _tree(route.dependant)):
        yield 409, "The thing is no longer in a state that allows this"


def _takes_file(route: APIRoute) -> bool:
    return any(isinstance(inner.call, LargeBody) for inner in route.dependant.dependencies)


def _names(route: APIRoute, kind: str) -> list[str]:
    """Return the parameters of one kind, also those of the route's dependencies."""
    return [parameter.alias for inner in _tree(route.dependant) for parameter in getattr(inner, kind)]


def _tree(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _tree(inner)


def _gives(dependant: Dependant, kind: type) -> bool:
    return getattr(dependant.call, "__annotations__", {}).get("return") in {kind, kind.__name__}
