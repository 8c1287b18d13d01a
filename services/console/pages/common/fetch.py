"""Fetch what a page shows from its owner, with the caller's own token."""

from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi import HTTPException, Request
from pydantic import ValidationError

from services.console.clients.refusal import Refusal
from services.console.clients.response import Response
from services.console.clients.services import Answer
from services.console.pages.common.requests import clients_of, token_of

T = TypeVar("T", bound=Response)


class OwnerRefused(HTTPException):
    """An owner refused what a page needs, or is unavailable."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status, answer.problem)
        self.reason = Refusal(answer.problem, answer.code, answer.params)


async def ask(request: Request, owner: str, path: str, query: Mapping[str, Any] | None = None) -> Answer:
    """Ask an owner; a refusal and an owner that is unavailable are answers, too."""
    return await clients_of(request).ask(owner, path, token_of(request), query or {})


async def fetch(
    request: Request, owner: str, kind: type[T], path: str, query: Mapping[str, Any] | None = None
) -> T:
    """Fetch a response of an owner.

    Args:
        request: the request being answered.
        owner: the service to ask.
        kind: the class of the response.
        path: the path at the owner.
        query: parameters, if any.

    Raises:
        HTTPException: with the owner's status if it refuses; 503 if it is unavailable; 502 if its response
            does not fit.
    """
    answer = await ask(request, owner, path, query)
    if answer.problem:
        raise OwnerRefused(answer)
    try:
        return kind.model_validate(answer.body)
    except ValidationError as error:
        raise HTTPException(
            502, f"This console does not understand the response of the {owner} service."
        ) from error
