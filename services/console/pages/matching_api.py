"""Asking matching, with the user's own token, for what only matching knows."""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from fastapi import HTTPException, Request
from pydantic import ValidationError

from services.console.domain.reports import Told
from services.console.owners import Answer
from services.console.pages.view import owners_of, token_of

T = TypeVar("T", bound=Told)


async def ask_matching(
    request: Request, kind: type[T], path: str, query: Mapping[str, Any] | None = None
) -> T:
    """What matching answers.

    Args:
        request: whose token is forwarded.
        kind: what is expected.
        path: below the service's address.
        query: parameters, if any.

    Raises:
        HTTPException: what matching refuses; 503 where it is away; 502 where its answer makes no sense here.
    """
    answer = await owners_of(request).ask("matching", path, token_of(request), query or {})
    if answer.problem:
        raise HTTPException(answer.status, answer.problem)
    try:
        return kind.model_validate(answer.body)
    except ValidationError as error:
        raise HTTPException(
            502, "The matching service answered in a way this console does not know."
        ) from error


async def tell_matching(
    request: Request,
    path: str,
    body: Mapping[str, Any],
    key: str = "",
    *,
    method: Literal["POST", "PUT", "DELETE"] = "POST",
) -> Answer:
    """Send matching a command."""
    return await owners_of(request).command("matching", path, token_of(request), body, key=key, method=method)
