"""Errors over HTTP as problem documents (RFC 9457) that name the field."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pymongo.errors import PyMongoError
from starlette.exceptions import HTTPException

from shared.kernel import NOT_FOUND, Conflict, DomainError, NotFound, Param, RuleBroken, TooMany
from shared.runtime.logging import get_logger
from shared.runtime.mongo import is_transient, took_too_long

log = get_logger(__name__)

_CODES: Final = {
    400: "unreadable",
    401: "not-signed-in",
    403: "forbidden",
    404: NOT_FOUND,
    405: "method-not-allowed",
    408: "too-slow",
    409: "not-possible-now",
    413: "too-large",
    414: "address-too-long",
    415: "media-type-not-taken",
    421: "other-host",
    422: "invalid-input",
    429: "too-many-requests",
    431: "headers-too-large",
    500: "unexpected",
    503: "unavailable",
}
"""The code of a status whose refusal has none of its own."""
_STATUS: dict[type[DomainError], tuple[int, str]] = {
    NotFound: (404, "Not found"),
    Conflict: (409, "Not possible now"),
    RuleBroken: (422, "A rule forbids this"),
    TooMany: (429, "Too many at a time"),
}


def problem(
    status: int,
    title: str,
    detail: str = "",
    *,
    code: str = "",
    params: Mapping[str, Param] | None = None,
    errors: list[dict[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Build a problem document.

    Args:
        status: the HTTP status.
        title: the kind of problem, the same for every occurrence.
        detail: this occurrence, for the person who asked.
        code: this kind of refusal, for programs; by the status if there is none.
        params: what the detail names.
        errors: one ``{"field", "message", "code", "params"}`` for each input that is wrong.
        headers: further response headers.
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code or code_of(status),
    }
    if params:
        body["params"] = _sendable_params(params)
    if detail:
        body["detail"] = _sendable(detail)
    if errors:
        body["errors"] = [
            {**error, "message": _sendable(error["message"]), "field": _sendable(error["field"])}
            for error in errors
        ]
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


def code_of(status: int) -> str:
    """Return the code of a status whose refusal has none of its own."""
    return _CODES.get(status, "unavailable" if status >= 500 else "refused")


def _sendable_params(params: Mapping[str, Param]) -> dict[str, Param]:
    """Return the parameters as JSON has them: a text may quote what somebody sent."""
    return {name: value if isinstance(value, int) else _sendable(value) for name, value in params.items()}


def _sendable(text: str) -> str:
    """Return the text without halves of characters: a message may quote what somebody sent."""
    return text.encode("utf-8", "replace").decode()


async def _domain_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, DomainError):
        raise error
    status, title = _STATUS.get(type(error), (422, "Not acceptable"))
    own = {"code": error.code, "params": _sendable_params(error.params)}
    errors = [{"field": error.field, "message": error.message, **own}] if error.field else None
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooMany) else None
    return problem(
        status, title, error.message, code=error.code, params=error.params, errors=errors, headers=headers
    )


async def _invalid_request(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [
        {
            "field": _path(item["loc"]),
            "message": item["msg"],
            "code": item["type"].replace("_", "-"),
            "params": _limits(item.get("ctx") or {}),
        }
        for item in error.errors()
    ]
    return problem(
        422, "Invalid input", "; ".join(f"{e['field']}: {e['message']}" for e in errors), errors=errors
    )


def _limits(context: Mapping[str, Any]) -> dict[str, Param]:
    """Return the numbers and texts that pydantic states with an error, for example the greatest value."""
    return {name: value for name, value in context.items() if isinstance(value, int) or name == "pattern"}


def _path(location: tuple[int | str, ...]) -> str:
    """``("body", "goals", 0, "topic")`` becomes ``goals.0.topic``."""
    names = location[1:] if location and location[0] in {"body", "query", "path", "header"} else location
    return ".".join(str(part) for part in names) or str(location[0])


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    return problem(error.status_code, str(error.detail), headers=error.headers)


class BodyTooLarge(HTTPException):
    """The body is larger than this path takes; FastAPI makes a 400 of errors of any other kind."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(413, f"a body may have {max_bytes} bytes at most")


def refuse_size(error: BodyTooLarge) -> JSONResponse:
    """Say how much a body may have."""
    return problem(error.status_code, "Too large", error.detail)


async def _too_large(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, BodyTooLarge):
        raise error
    return refuse_size(error)


async def _database_unavailable(_: Request, error: Exception) -> JSONResponse:
    if not (is_transient(error) or took_too_long(error)):
        raise error
    log.warning("request refused, database unavailable or contended", error=type(error).__name__)
    return problem(503, "Not possible right now", "please try again", headers={"Retry-After": "2"})


def overloaded() -> JSONResponse:
    """Refuse a request at once rather than answer it late."""
    return problem(503, "Too much to do", "please try again", headers={"Retry-After": "1"})


def unexpected(error: Exception) -> JSONResponse:
    """Log an error nobody foresaw, and answer without saying what it is."""
    log.error("request failed", exc_info=error)
    return problem(500, "Something went wrong here", "it was logged under this request's correlation id")


def install_problem_handlers(app: FastAPI) -> None:
    """Let the app answer every foreseen error as a problem document; RequestContext answers the others."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(BodyTooLarge, _too_large)
    app.add_exception_handler(PyMongoError, _database_unavailable)
