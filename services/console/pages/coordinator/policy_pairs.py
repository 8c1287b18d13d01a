"""Pairs that must, or must not, be made: added and removed one by one, each a version of the policy."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Form, HTTPException, Response
from fastapi.responses import HTMLResponse
from pydantic import StringConstraints

from services.console.clients.matching.policy import Catalogue, PolicyVersion
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.two_people import NOBODY, Choices, Two, people_in
from services.console.read_models.paginated import PAGE_SIZE, TablePage
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/policy/pairs")

Kind = Annotated[Literal["must_pair", "must_not_pair"], Form()]
Despite = Annotated[str, StringConstraints(max_length=100)]
Version = Annotated[int, Form(ge=0, le=10_000_000)]
KINDS: Final = ("must_pair", "must_not_pair")
_GONE: Final = translatable("The policy does not name this pair any more.")


@router.get("")
async def pairs(
    context: ProgrammePage, page: PageNumber = 1, said: Literal["", "policy", "still-paired"] = ""
) -> HTMLResponse:
    """Show one page of such pairs."""
    return await _show(context, page=page, notice=said)


@router.post("", response_model=None)
async def add(
    context: ProgrammePage,
    kind: Kind,
    based_on: Version,
    two: Two,
    despite: Annotated[list[Despite] | None, Form(max_length=10)] = None,
    end_pairings: Annotated[bool, Form()] = False,  # noqa: FBT002 (a checkbox)
) -> Response:
    """Add a pair."""
    typed = {"kind": kind, "despite": despite or [], "end_pairings": end_pairings, **two.texts}
    two_people = await two.look_up(context)
    if two_people.answer.problem:
        return await _show(context, typed=typed, choices=two_people.choices, after=two_people.answer)
    pair = two_people.answer.body | ({"despite": despite} if kind == "must_pair" and despite else {})
    return await _decide(context, based_on, kind, add=pair, typed=typed, end_pairings=end_pairings)


@router.get("/removal")
async def check_removal(
    context: ProgrammePage, kind: Identifier, mentor_id: Identifier, mentee_id: Identifier
) -> HTMLResponse:
    """Show what removing a pair means."""
    await context.overview()
    current = await context.fetch(PolicyVersion, "policy")
    listed = current.decisions.get(kind, ()) if kind in KINDS else ()
    if (mentor_id, mentee_id) not in map(_ids, listed):
        raise HTTPException(404, _GONE)
    return await context.render(
        "policy_pairs_removal.html",
        named=[mentor_id, mentee_id],
        current=current,
        kind=kind,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
    )


@router.post("/removal", response_model=None)
async def remove(
    context: ProgrammePage,
    kind: Kind,
    based_on: Version,
    mentor_id: Annotated[Identifier, Form()],
    mentee_id: Annotated[Identifier, Form()],
) -> Response:
    """Remove a pair."""
    return await _decide(context, based_on, kind, remove={"mentor_id": mentor_id, "mentee_id": mentee_id})


async def _decide(
    context: PageContext,
    based_on: int,
    kind: str,
    *,
    add: dict[str, Any] | None = None,
    remove: dict[str, Any] | None = None,
    typed: dict[str, Any] | None = None,
    end_pairings: bool = False,
) -> Response:
    """Put the present policy with one pair more or fewer; matching says if it has moved on meanwhile."""
    current = await context.fetch(PolicyVersion, "policy")
    others = [pair for pair in current.decisions.get(kind, ()) if _ids(pair) != _ids(add or remove or {})]
    decisions = {**current.decisions, kind: [*others, add] if add else others}
    body = {**decisions, "based_on": based_on} | ({"end_pairings": True} if end_pairings else {})
    answer = await context.send("policy", body, method="PUT")
    if answer.problem:
        return await _show(context, typed=typed, after=answer)
    said = "still-paired" if answer.body.get("still_paired") else "policy"
    return context.redirect(f"policy/pairs?said={said}")


def _ids(pair: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the identity of a pair, without the decisions about it."""
    return pair.get("mentor_id"), pair.get("mentee_id")


async def _show(
    context: PageContext,
    *,
    page: int = 1,
    typed: dict[str, Any] | None = None,
    choices: Choices = NOBODY,
    notice: str = "",
    after: Answer = FINE,
) -> HTMLResponse:
    await context.overview()
    current = await context.fetch(PolicyVersion, "policy")
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    listed = [(kind, pair) for kind in KINDS for pair in current.decisions.get(kind, ())]
    shown = listed[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    typed = typed or {"kind": "must_pair", "despite": [], "end_pairings": False, "mentor": "", "mentee": ""}
    return await context.render(
        "policy_pairs.html",
        named=[
            *(id_ for _, pair in shown for id_ in (pair["mentor_id"], pair["mentee_id"])),
            *people_in(typed, choices),
        ],
        after=after,
        notice=notice,
        current=current,
        rules=[rule for rule in catalogue.rules if not rule.always],
        typed=typed,
        choices=choices,
        page=TablePage(shown, page, len(listed)),
    )
