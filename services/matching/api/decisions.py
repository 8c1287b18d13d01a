"""Decisions on a proposed round before it is approved, and repeated rounds."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from services.matching.api.proposal_views import ProposalView, view_proposal
from services.matching.api.round_views import RoundView
from services.matching.api.rounds import shown
from services.matching.api.views import View
from services.matching.commands.rounds import decisions, what_ifs
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.decision import DecisionKind, RoundDecision
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
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_PAIR: Final[JsonDict] = {
    "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "mentee_id": "0a9b8c7d6e5f40312233445566778899",
}
_COST: Final[JsonDict] = {
    "pairs": 0,
    "points": 340,
    "gap": 0,
    "changed": 2,
    "gone": [
        _PAIR | {"mentor_id": "11223344556677889900aabbccddeeff"},
        _PAIR | {"mentee_id": "9e8d7c6b5a494837a6b5c4d3e2f10011"},
    ],
    "come": [
        _PAIR,
        {
            "mentor_id": "11223344556677889900aabbccddeeff",
            "mentee_id": "9e8d7c6b5a494837a6b5c4d3e2f10011",
        },
    ],
}


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class NewDecision(BaseModel):
    """What to do about a pair: make it, don't make it, or leave it to the computation (again)."""

    model_config = _example(**_PAIR, what="make", reason="both work on the customer app")

    mentor_id: Identifier
    mentee_id: Identifier
    what: Literal[DecisionKind.MAKE, DecisionKind.FORBID, DecisionKind.FREE] = DecisionKind.MAKE
    reason: Reason | None = None


class Locks(BaseModel):
    """Proposals that stay when their round is computed again, or (``locked`` false) no longer."""

    model_config = _example(proposals=["2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e"], locked=True)

    proposals: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=500)]
    locked: bool = True


class Rejection(BaseModel):
    """Why a proposal is taken back; kept on the round for coordinators."""

    model_config = _example(reason="they share an office")

    reason: Reason


class Discard(BaseModel):
    """Why a round is discarded; kept on the round for coordinators."""

    model_config = _example(reason="a department was missing")

    reason: Reason | None = None


class DecisionView(View):
    """One decision about a round: who, when, and (once its what-if is computed) what it costs.

    The cost is that of this decision together with those before it; ``what_if`` is the id of the what-if that
    computes it.
    """

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "what": "make",
                    "pair": _PAIR,
                    "by": "anna@acme",
                    "at": "2026-01-05T09:10:00Z",
                    "reason": "both work on the customer app",
                    "what_if": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                    "what_if_state": "previewed",
                    "cost": _COST,
                }
            ]
        },
    )

    what: DecisionKind
    pair: PairOf | None
    by: str
    at: AwareDatetime
    reason: str | None
    what_if: Identifier | None
    what_if_state: RoundState | None = None
    cost: Cost | None = None


def _view(decision: RoundDecision, state: RoundState | None = None, cost: Cost | None = None) -> DecisionView:
    shown = DecisionView.model_validate(decision)
    return shown.model_copy(update={"what_if_state": state, "cost": cost})


@router.post("/rounds/{round_id}/decisions", status_code=202)
async def decide_on_pair(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, run: Run, request: NewDecision
) -> DecisionView:
    """Decide on one pair of a proposed round; nothing changes until the round is computed again.

    What it costs the whole round is computed in the background: see the list of decisions, or the
    ``what_if``.
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


@router.get("/rounds/{round_id}/decisions")
async def list_decisions(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
) -> Page[DecisionView]:
    """All decisions about a round, the first one first."""
    found = await read.read(
        caller, programme_id, round_results.list_decisions, caller.employee_id, round_id, page
    )
    return Page.of(found, lambda each: _view(*each))


@router.post("/rounds/{round_id}/locks")
async def lock_proposals(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    request: Locks,
) -> RoundView:
    """Let proposals stay when the round is computed again."""
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


@router.post("/rounds/{round_id}/recomputation", status_code=202, dependencies=[costs(HEAVY)])
async def recompute_round(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, run: Run, read: Read
) -> RoundView:
    """Compute a proposed round again: locked proposals stay, decisions are applied.

    Goes on in the background: ``clearing``, then as at first until it is ``proposed``.
    """
    own = caller.employee_id
    again = await run.command(caller, programme_id, decisions.recompute, own, round_id, caller.sub)
    return await shown(again, caller, read)


@router.post("/rounds/{round_id}/discard", status_code=202)
async def discard_round(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    request: Discard | None = None,
) -> RoundView:
    """Take all proposals of a round back that nobody has been asked about, and free all places."""
    reason = request.reason if request else None
    own = caller.employee_id
    ended = await run.command(caller, programme_id, decisions.discard, own, round_id, caller.sub, reason)
    return await shown(ended, caller, read)


@router.post("/rounds/{round_id}/replay", status_code=202, dependencies=[costs(HEAVY)])
async def replay_round(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, run: Run, read: Read
) -> RoundView:
    """Compute a round once more from its stored inputs: its ``verdict`` tells whether the same came out."""
    repetition = await run.command(caller, programme_id, what_ifs.request_replay, round_id)
    return await shown(repetition, caller, read)


@router.post("/proposals/{proposal_id}/rejection")
async def reject_proposal(
    programme_id: Identifier, proposal_id: Identifier, caller: Coordinator, run: Run, request: Rejection
) -> ProposalView:
    """Take one proposal back before the approval; computing the round again doesn't make it again."""
    rejected = await run.command(
        caller, programme_id, decisions.reject, caller.employee_id, proposal_id, caller.sub, request.reason
    )
    return view_proposal(rejected)
