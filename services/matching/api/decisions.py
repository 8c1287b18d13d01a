"""Decisions on a proposed round before it is approved, and repeated rounds."""

from fastapi import APIRouter

from services.matching.api.decision_views import DecisionView, Discard, Locks, NewDecision, Rejection
from services.matching.api.proposal_views import ProposalView, view_proposal
from services.matching.api.round_views import RoundView
from services.matching.api.rounds import shown
from services.matching.commands.rounds import decisions, what_ifs
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.decision import RoundDecision
from services.matching.domain.rounds.round import RoundState
from services.matching.domain.rounds.what_if import Cost
from services.matching.queries import round_results
from shared.kernel import Identifier
from shared.runtime.quotas import HEAVY, costs
from shared.service import (
    Coordinator,
    Page,
    Paging,
    Read,
    Run,
)

router = APIRouter(prefix="/programmes/{programme_id}", tags=["rounds"])


def _view(decision: RoundDecision, state: RoundState | None = None, cost: Cost | None = None) -> DecisionView:
    shown = DecisionView.model_validate(decision)
    return shown.model_copy(update={"what_if_state": state, "cost": cost})


@router.post("/rounds/{round_id}/decisions", status_code=202, summary="Decide on a pair")
async def decide_on_pair(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, run: Run, request: NewDecision
) -> DecisionView:
    """Decide on one pair of a proposed round; nothing changes until the round is computed again.

    The cost to the whole round is computed in the background: see the list of decisions, or the ``what_if``.
    """
    pair = PairOf(mentor_id=request.mentor_id, mentee_id=request.mentee_id)
    decision = await run.command(
        caller,
        programme_id,
        decisions.decide_on_pair,
        caller.employee_id,
        round_id,
        pair,
        request.what,
        caller.sub,
        request.reason,
    )
    return _view(decision, RoundState.REQUESTED if decision.what_if else None)


@router.get("/rounds/{round_id}/decisions", summary="List the decisions on a round")
async def list_decisions(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
) -> Page[DecisionView]:
    """List all decisions on a round, oldest first."""
    round_decisions = await read.read(
        caller, programme_id, round_results.list_decisions, caller.employee_id, round_id, page
    )
    return Page.of(round_decisions, lambda each: _view(*each))


@router.post("/rounds/{round_id}/locks", summary="Lock or unlock proposals")
async def lock_proposals(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    request: Locks,
) -> RoundView:
    """Keep proposals when the round is computed again."""
    locked = await run.command(
        caller,
        programme_id,
        decisions.lock,
        caller.employee_id,
        round_id,
        request.proposals,
        caller.sub,
        locked=request.locked,
    )
    return await shown(locked, caller, read)


@router.post(
    "/rounds/{round_id}/recomputation",
    status_code=202,
    dependencies=[costs(HEAVY)],
    summary="Recompute a round",
)
async def recompute_round(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, run: Run, read: Read
) -> RoundView:
    """Compute a proposed round again: locked proposals stay, decisions are applied.

    Continues in the background: ``clearing``, then as at first until it is ``proposed``.
    """
    own = caller.employee_id
    again = await run.command(caller, programme_id, decisions.recompute, own, round_id, caller.sub)
    return await shown(again, caller, read)


@router.post("/rounds/{round_id}/discard", status_code=202, summary="Discard a round")
async def discard_round(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    request: Discard | None = None,
) -> RoundView:
    """Withdraw all proposals of a round before anybody is asked, and free the capacity they took."""
    reason = request.reason if request else None
    own = caller.employee_id
    ended = await run.command(caller, programme_id, decisions.discard, own, round_id, caller.sub, reason)
    return await shown(ended, caller, read)


@router.post(
    "/rounds/{round_id}/replay", status_code=202, dependencies=[costs(HEAVY)], summary="Replay a round"
)
async def replay_round(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, run: Run, read: Read
) -> RoundView:
    """Compute a round once more from its stored inputs; ``verdict`` says whether the result is the same."""
    repetition = await run.command(caller, programme_id, what_ifs.request_replay, round_id)
    return await shown(repetition, caller, read)


@router.post("/proposals/{proposal_id}/rejection", summary="Reject a proposal")
async def reject_proposal(
    programme_id: Identifier, proposal_id: Identifier, caller: Coordinator, run: Run, request: Rejection
) -> ProposalView:
    """Withdraw one proposal before the approval; computing the round again does not make it again."""
    rejected = await run.command(
        caller, programme_id, decisions.reject, caller.employee_id, proposal_id, caller.sub, request.reason
    )
    return view_proposal(rejected)
