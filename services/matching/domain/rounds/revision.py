"""Decisions about a proposed round: on single pairs, to compute it again, to discard it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from services.matching.domain.rounds.decision import DecisionKind, RoundDecision
from services.matching.domain.rounds.parts import Clearing
from services.matching.domain.rounds.round import Round, RoundState
from shared.contracts.matching import MatchingEvent, RoundDiscarded
from shared.kernel import Conflict

MOST_DECISIONS: Final = 5000
"""A document has its limit."""


def with_decisions(round_: Round, *decisions: RoundDecision) -> Round:
    """Take down decisions on single pairs.

    Raises:
        Conflict: it is not (or no longer) proposed, or there are too many decisions.
    """
    if round_.state is not RoundState.PROPOSED:
        raise Conflict(
            "the round is {state}: only a proposed one can be changed",
            code="round-not-proposed",
            state=round_.state,
        )
    return _noted(round_, decisions)


def recomputed(round_: Round, decision: RoundDecision) -> Round:
    """Take back all proposals but the locked ones, then compute the others again.

    Raises:
        Conflict: nothing is proposed.
    """
    return _cleared(round_, decision, Clearing(then=DecisionKind.RECOMPUTE))


def discarded(round_: Round, decision: RoundDecision) -> Round:
    """Take back all proposals, and end it; again changes nothing.

    Raises:
        Conflict: nothing is proposed, or people have been asked already.
    """
    if round_.state is RoundState.DISCARDED or (
        round_.clearing and round_.clearing.then is DecisionKind.DISCARD
    ):
        return round_
    return _cleared(round_, decision, Clearing(then=DecisionKind.DISCARD))


def after_clearing(round_: Round, kept: int, score: int, at: datetime) -> tuple[Round, list[MatchingEvent]]:
    """Go on once the proposals are taken back.

    Args:
        round_: which.
        kept: locked proposals.
        score: their points.
        at: the present instant.
    """
    if round_.clearing and round_.clearing.then is DecisionKind.DISCARD:
        ended = round_.changed(
            state=RoundState.DISCARDED, claim=None, clearing=None, proposals=0, proposed_score=0
        )
        return ended, [RoundDiscarded(round_id=round_.id)]
    again = round_.changed(
        state=RoundState.REQUESTED,
        requested_at=at,
        attempt=round_.attempt + 1,
        earlier_claims=round_.claims,
        claim=None,
        clearing=None,
        cancellation=None,
        progress=None,
        figures=None,
        outcome=0,
        saved_chunks=0,
        kept=kept,
        proposals=kept,
        proposed_score=score,
        dropped=0,
        recomputed=False,
        proposed_at=None,
        reason=None,
    )
    return again, [again.requested_event()]


def _cleared(round_: Round, decision: RoundDecision, clearing: Clearing) -> Round:
    ended = round_.kept and round_.state in {RoundState.CANCELLED, RoundState.FAILED}
    if round_.state is not RoundState.PROPOSED and not ended:
        raise Conflict(
            "the round is {state}: there are no proposals to take back",
            code="round-without-proposals",
            state=round_.state,
        )
    return _noted(round_, (decision,)).changed(state=RoundState.CLEARING, clearing=clearing, claim=None)


def _noted(round_: Round, decisions: Iterable[RoundDecision]) -> Round:
    all_decisions = (*round_.decisions, *decisions)
    if len(all_decisions) > MOST_DECISIONS:
        raise Conflict(
            "more than {most} decisions on one round", code="too-many-decisions", most=MOST_DECISIONS
        )
    return round_.changed(decisions=all_decisions)
