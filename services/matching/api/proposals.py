"""Proposals, and answering them."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.matching.api.own_views import OwnProposalView, view_own_proposal
from services.matching.api.proposal_views import ProposalView, view_proposal
from services.matching.commands.proposals import answers
from services.matching.domain.pairs.proposal import ProposalState
from services.matching.queries import proposals as queries
from shared.contracts.matching import DeclineReason
from shared.kernel import Identifier, RuleBroken
from shared.service import (
    Coordinator,
    CoordinatorOrParticipant,
    Page,
    Paging,
    Participant,
    Read,
    Run,
)

router = APIRouter(prefix="/programmes/{programme_id}", tags=["proposals"])


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


@router.get("/proposals", summary="List proposals")
async def list_proposals(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    state: ProposalState | None = None,
) -> Page[ProposalView]:
    """List the proposals of all rounds."""
    proposals = await read.read(
        caller, programme_id, queries.list_proposals, caller.employee_id, state, None, page
    )
    return Page.of(proposals, view_proposal)


@router.get("/me/proposals", summary="List the caller's own proposals")
async def list_own_proposals(
    programme_id: Identifier, caller: Participant, read: Read, page: Paging
) -> Page[OwnProposalView]:
    """List the caller's own proposals, once published."""
    own_proposals = await read.read(caller, programme_id, queries.list_own_proposals, caller, page)
    return Page.of(
        own_proposals, lambda proposal: view_own_proposal(proposal, proposal.role_of(caller.employee_id))
    )


@router.get("/proposals/{proposal_id}", summary="One proposal")
async def get_proposal(
    programme_id: Identifier, proposal_id: Identifier, caller: CoordinatorOrParticipant, read: Read
) -> ProposalView | OwnProposalView:
    """Return a proposal; a participant sees own ones only, a coordinator those of others."""
    proposal = await read.read(caller, programme_id, queries.get_proposal, caller, proposal_id)
    role = proposal.role_of(caller.employee_id)
    return view_proposal(proposal) if role is None else view_own_proposal(proposal, role)


@router.post("/proposals/{proposal_id}/answer", summary="Accept or decline a proposal")
async def answer_proposal(
    programme_id: Identifier, proposal_id: Identifier, answer: Answer, caller: Participant, run: Run
) -> OwnProposalView:
    """Accept or decline; when both have accepted, the pairing is active.

    The ``state`` is ``withdrawn`` where the pair has become impossible. With a no, ``more`` asks for the next
    best; 409 when it was asked for too often since the last pairing.
    """
    if answer.accept and answer.reason:
        raise RuleBroken("only a no has a reason", code="reason-without-no", field="reason")
    if answer.accept and answer.more:
        raise RuleBroken("only a no asks for another partner", code="more-without-no", field="more")
    own = caller.employee_id
    if answer.accept:
        answered = await run.command(caller, programme_id, answers.accept, proposal_id, own)
    else:
        reason, more = answer.reason or DeclineReason.PRIVATE, answer.more
        answered = await run.command(
            caller, programme_id, answers.decline, proposal_id, own, reason, more=more
        )
    return view_own_proposal(answered, answered.role_of(own))
