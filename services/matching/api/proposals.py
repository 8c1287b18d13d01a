"""Proposals and answers to them."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.matching.api.views import Page, ProposalView, view_own_proposal, view_proposal
from services.matching.commands.proposals import answers
from services.matching.domain.pairs.proposal import ProposalState
from services.matching.queries import proposals as queries
from shared.contracts.matching import DeclineReason
from shared.kernel import Identifier, RuleBroken
from shared.runtime.auth import Caller, CallerRole, allow
from shared.service import Limit, Offset, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["proposals"])
Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]
Participant = Annotated[Caller, allow(CallerRole.PARTICIPANT)]
Either = Annotated[Caller, allow(CallerRole.COORDINATOR, CallerRole.PARTICIPANT)]


class Answer(BaseModel):
    """Yes or no; a no may say why, for the coordinator only, and ask for the next best."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"accept": True}, {"accept": False, "reason": "not-a-fit", "more": True}]
        },
    )

    accept: bool
    reason: DeclineReason | None = None
    more: bool = False


@router.get("/proposals")
async def list_proposals(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    state: ProposalState | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[ProposalView]:
    """Proposals of all rounds."""
    proposals, total = await read.read(
        caller, programme_id, queries.list_proposals, caller.employee_id, state, None, limit, offset
    )
    return Page(items=[view_proposal(each) for each in proposals], total=total)


@router.get("/me/proposals")
async def list_own_proposals(
    programme_id: Identifier, caller: Participant, read: Read, limit: Limit = 100, offset: Offset = 0
) -> Page[ProposalView]:
    """The caller's own proposals, once published."""
    proposals, total = await read.read(
        caller, programme_id, queries.list_own_proposals, caller, limit, offset
    )
    return Page(items=[view_own_proposal(each) for each in proposals], total=total)


@router.get("/proposals/{proposal_id}")
async def get_proposal(
    programme_id: Identifier, proposal_id: Identifier, caller: Either, read: Read
) -> ProposalView:
    """One proposal; a participant sees own ones only, a coordinator those of others."""
    proposal = await read.read(caller, programme_id, queries.get_proposal, caller, proposal_id)
    own = proposal.role_of(caller.employee_id) is not None
    return view_own_proposal(proposal) if own else view_proposal(proposal)


@router.post("/proposals/{proposal_id}/answer")
async def answer_proposal(
    programme_id: Identifier, proposal_id: Identifier, answer: Answer, caller: Participant, run: Run
) -> ProposalView:
    """Say yes or no; when both have said yes the pairing is active, or a ``note`` says why not.

    With a no, ``more`` asks for the next best; 409 when it was asked for too often since the last pairing.
    """
    if answer.accept and answer.reason:
        raise RuleBroken("only a no has a reason", field="reason")
    if answer.accept and answer.more:
        raise RuleBroken("only a no asks for another partner", field="more")
    own = caller.employee_id
    if answer.accept:
        answered = await run.command(caller, programme_id, answers.accept, proposal_id, own)
    else:
        reason, more = answer.reason or DeclineReason.PRIVATE, answer.more
        answered = await run.command(
            caller, programme_id, answers.decline, proposal_id, own, reason, more=more
        )
    return view_own_proposal(answered)
