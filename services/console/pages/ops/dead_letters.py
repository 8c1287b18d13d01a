"""Dead letters of one service: listed, redriven or discarded after a check, and who did what."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Request, Response
from fastapi.datastructures import URL
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from services.catalogue import SERVICES
from services.console.clients.dead_letters import (
    LETTERS_A_PAGE,
    LONGEST_FILTER,
    DeadLettersClient,
    Filter,
)
from services.console.clients.refusal import Refusal
from services.console.clients.services import Answer
from services.console.pages.common.reader import learn_reader, voice_of
from services.console.pages.common.refusals import refusal, refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import PageNumber, render
from shared.locale import Voice
from shared.messaging import Action
from shared.runtime.caller import Caller
from shared.service import Operator

router = APIRouter(prefix="/ops/{service}/dead-letters", include_in_schema=False)


def _client(request: Request, service: Annotated[str, Path(max_length=40)]) -> DeadLettersClient:
    if service not in SERVICES:
        raise HTTPException(404, "There is no such service.")
    return DeadLettersClient(clients_of(request), service, token_of(request))


_MOST: Final = 1_000_000_000
FINE: Final = Answer(200)
LettersClient = Annotated[DeadLettersClient, Depends(_client)]


class Said(BaseModel):
    """Return the notice after a decision, from numbers and a code, so that no link can put text on a page."""

    said: Literal["", "redrive", "discard"] = ""
    done: Annotated[int, Field(ge=0, le=_MOST)] = 0
    remaining: Annotated[int, Field(ge=0, le=_MOST)] = 0


class Order(Filter):
    """The form: the letters ticked, or all that the filter shows; the owner checks the rest."""

    action: Action
    which: Literal["ticked", "shown"] = "ticked"
    ids: list[Annotated[str, Field(max_length=LONGEST_FILTER)]] = Field(default=[], max_length=LETTERS_A_PAGE)
    why: Annotated[str, Field(max_length=1000)] = ""

    @property
    def filter(self) -> Filter:
        """The filter that the form was sent from."""
        return Filter(type=self.type, key=self.key, outgoing=self.outgoing)

    def body(self) -> dict[str, Any]:
        """Return the request to the owner; ticked letters never turn into all of them."""
        if self.which == "ticked":
            return {"ids": self.ids, "why": self.why}
        return {"type": self.type, "key": self.key, "all": True, "why": self.why}


@router.get("")
async def dead_letters(
    request: Request,
    caller: Operator,
    client: LettersClient,
    only: Annotated[Filter, Depends()],
    said: Annotated[Said, Depends()],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show one page of letters, the form, and the latest decisions."""
    return await _show(request, caller, client, only, page, said=said)


@router.post("/check")
async def check(
    request: Request,
    caller: Operator,
    client: LettersClient,
    order: Annotated[Order, Form()],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show what redriving or discarding would do, before it is done."""
    return await _check(request, caller, client, order, page)


@router.post("", response_model=None)
async def decide(
    request: Request,
    caller: Operator,
    client: LettersClient,
    order: Annotated[Order, Form()],
    page: PageNumber = 1,
) -> Response:
    """Ask the owner to redrive or discard; its refusal is shown where the form was."""
    only = order.filter
    decision, answer = await client.decide(order.action, only, order.body())
    if decision is None:
        return await _check(request, caller, client, order, page, answer)
    said = Said(said=order.action, done=len(decision.ids), remaining=decision.remaining)
    target = URL(request.url.path).include_query_params(**only.model_dump(), **said.model_dump())
    return RedirectResponse(str(target), 303)


async def _check(
    request: Request,
    caller: Caller,
    client: DeadLettersClient,
    order: Order,
    page: int,
    after: Answer = FINE,
) -> HTMLResponse:
    """Render the check page; the list, if there is nothing to check or the owner is unavailable."""
    only = order.filter
    listing = await client.look(only, 1)
    count = len(order.ids) if order.which == "ticked" else listing.page.total
    voice = await _voice(request, caller)
    if listing.problem:
        return await _show(request, caller, client, only, page, order=order)
    if not count:
        none = voice.say("Select at least one event.")
        problem = refusal_of(voice, after) or none
        return await _show(request, caller, client, only, page, order=order, problem=problem, status=422)
    return render(
        request,
        "dead_letters_check.html",
        caller,
        status=after.status,
        problem=refusal_of(voice, after),
        service=client.service,
        filters=only.model_dump(),
        order=order,
        count=count,
    )


async def _voice(request: Request, caller: Caller) -> Voice:
    await learn_reader(request, caller)
    return voice_of(request)


async def _show(
    request: Request,
    caller: Caller,
    client: DeadLettersClient,
    only: Filter,
    number: int,
    *,
    said: Said | None = None,
    order: Order | None = None,
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    listing = await client.look(only, number)
    voice = await _voice(request, caller)
    return render(
        request,
        "dead_letters.html",
        caller,
        status=status if problem else listing.status,
        problem=problem or refusal(voice, listing.status, Refusal(listing.problem)),
        service=client.service,
        listing=listing,
        page=listing.page,
        filters=only.model_dump(),
        said=said or Said(),
        order=order or Order(action="redrive"),
    )
