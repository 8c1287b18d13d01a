"""Shortlists; for participants of programmes in which people choose."""

from asyncio import Lock
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from pydantic import AwareDatetime, BaseModel

from services.matching.api.own_views import OwnProposalView, reasons_for_pair, view_own_proposal
from services.matching.api.views import FIT_EXAMPLE, example_of
from services.matching.commands import shortlists
from services.matching.commands.shortlists import Outrun, Ranking
from services.matching.domain.pairs.proposal import Proposal
from services.matching.jobs.finder.client import Finder, FinderProcessDied
from services.matching.queries.shortlists import Chooser, OwnShortlist, may_ask, may_swap, own_shortlist
from shared.contracts.matching import FitReason
from shared.contracts.vocabulary import Role
from shared.kernel import DomainError, Identifier, Scope
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import (
    Participant,
    Read,
    Run,
)

router = APIRouter(prefix="/programmes/{programme_id}/me/shortlist", tags=["shortlist"])
_TRIES: Final = (False, False, False, False, True)
"""Searches for a caller who is outrun by others; each states whether it is the last one."""


class ShortlistEntryView(BaseModel):
    """A person who may be chosen, with at most three reasons; never a score or a rank."""

    proposal_id: Identifier
    partner_id: Identifier
    partner_employee_id: Identifier
    reasons: list[FitReason]


class ShortlistView(BaseModel):
    """A shortlist to choose from until it expires; it may be swapped ``more`` more times."""

    model_config = example_of(
        id="0d9c8b7a6f5e4d3c2b1a09f8e7d6c5b4",
        role="mentee",
        shown_at="2026-01-05T09:00:00Z",
        expires_at="2026-01-08T09:00:00Z",
        more=2,
        items=[
            {
                "proposal_id": "2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
                "partner_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
                "partner_employee_id": "E-20417",
                "reasons": [FIT_EXAMPLE],
            }
        ],
    )

    id: Identifier
    role: Role
    shown_at: AwareDatetime | None
    expires_at: AwareDatetime | None
    more: int
    items: list[ShortlistEntryView]


@router.get(
    "",
    responses={409: {"description": "In this programme the caller does not choose from lists"}},
    summary="The caller's shortlist",
)
async def get_shortlist(programme_id: Identifier, caller: Participant, read: Read) -> ShortlistView:
    """Return the caller's shortlist; 404 if there is none, with the code ``no-shortlist`` if they may ask."""
    return await _own_shortlist(programme_id, caller, read)


@router.post("", summary="Request a shortlist")
async def ask_for_shortlist(
    programme_id: Identifier, caller: Participant, request: Request, run: Run, read: Read
) -> ShortlistView:
    """Request a list: the best partners with a free place, each of whom is held for the caller.

    A participant who has a list gets it again. 409 if the coordinator does the matching, or nobody is free.
    """
    for last in _TRIES:
        ranking = await _ranking(programme_id, caller, request, read, may_ask, last=last)
        with suppress(Outrun):
            async with _turn(request, caller, programme_id):
                await run.command(caller, programme_id, shortlists.ask, caller.employee_id, ranking)
            break
    return await _own_shortlist(programme_id, caller, read)


@router.post("/more", summary="Replace the shortlist with the next best")
async def ask_for_more(
    programme_id: Identifier, caller: Participant, request: Request, run: Run, read: Read
) -> ShortlistView:
    """Replace the list with the next best people; 409 after a few times, or if there is nobody else."""
    for last in _TRIES:
        ranking = await _ranking(programme_id, caller, request, read, may_swap, last=last)
        with suppress(Outrun):
            async with _turn(request, caller, programme_id):
                await run.command(caller, programme_id, shortlists.swap, caller.employee_id, ranking)
            break
    return await _own_shortlist(programme_id, caller, read)


@router.post("/decline", status_code=204, summary="Decline the shortlist")
async def decline_shortlist(programme_id: Identifier, caller: Participant, run: Run) -> None:
    """Decline the whole list; everybody on it is free again."""
    await run.command(caller, programme_id, shortlists.decline, caller.employee_id)


@router.post("/{proposal_id}/choice", summary="Choose a partner from the shortlist")
async def choose_from_shortlist(
    programme_id: Identifier, proposal_id: Identifier, caller: Participant, run: Run
) -> OwnProposalView:
    """Choose one of the list: the other is asked now, and the rest of the list is released."""
    chosen = await run.command(caller, programme_id, shortlists.choose, caller.employee_id, proposal_id)
    return view_own_proposal(chosen, chosen.role_of(caller.employee_id))


async def _ranking(
    programme_id: Identifier,
    caller: Caller,
    request: Request,
    read: Read,
    look: Callable[[UnitOfWork, str | None], Awaitable[Chooser]],
    *,
    last: bool,
) -> Ranking:
    """Search before the command begins, so that its transaction is short.

    Where there is nothing to find, the command says why; the last time it shows those who are left.
    """
    try:
        chooser = await read.read(caller, programme_id, look, caller.employee_id)
    except DomainError:
        return Ranking()
    if chooser.open and look is may_ask:
        return Ranking()
    finder: Finder = request.app.state.finder
    passed = chooser.open.passed if chooser.open else ()
    try:
        answer = await finder.find(chooser.person.scope, chooser.person.id, chooser.at, passed)
    except FinderProcessDied as error:
        raise HTTPException(503, "partners cannot be computed right now, please try again") from error
    return Ranking(answer.ids, has_more=answer.has_more and not last)


def _turn(request: Request, caller: Caller, programme_id: Identifier) -> Lock:
    finder: Finder = request.app.state.finder
    return finder.turn(Scope(tenant=caller.tenant, programme=programme_id))


async def _own_shortlist(programme_id: Identifier, caller: Caller, read: Read) -> ShortlistView:
    return _view(await read.read(caller, programme_id, own_shortlist, caller.employee_id))


def _view(own: OwnShortlist) -> ShortlistView:
    shortlist = own.shortlist
    return ShortlistView(
        id=shortlist.id,
        role=shortlist.role,
        shown_at=shortlist.shown_at,
        expires_at=shortlist.expires_at,
        more=own.more,
        items=[_item(proposal, shortlist.role) for proposal in own.proposals],
    )


def _item(proposal: Proposal, chooser: Role) -> ShortlistEntryView:
    mentor = chooser is Role.MENTEE
    return ShortlistEntryView(
        proposal_id=proposal.id,
        partner_id=proposal.mentor_id if mentor else proposal.mentee_id,
        partner_employee_id=proposal.mentor_employee_id if mentor else proposal.mentee_employee_id,
        reasons=reasons_for_pair(proposal.explanation),
    )
