"""Decisions of coordinators about a proposed round, kept on the round with author and time."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.adjustment import Adjustment
from shared.kernel import Identifier


class DecisionKind(StrEnum):
    """Return the decisions."""

    MAKE = "make"
    """This pair is made when the round is computed again."""
    FORBID = "forbid"
    """This pair is not."""
    FREE = "free"
    """Neither: an earlier decision on the pair no longer counts."""
    LOCK = "lock"
    """This proposal stays when the round is computed again."""
    UNLOCK = "unlock"
    REJECT = "reject"
    """This proposal was taken back; computing again does not make it again."""
    RECOMPUTE = "recompute"
    DISCARD = "discard"


class RoundDecision(BaseModel):
    """One decision.

    Attributes:
        what: was decided.
        pair: about whom; None: about the whole round.
        by: whose decision.
        at: when.
        reason: in the coordinator's own words, if given.
        what_if: the what-if that computes its cost, together with what was decided before.
    """

    model_config = ConfigDict(frozen=True)

    what: DecisionKind
    pair: PairOf | None = None
    by: str
    at: datetime
    reason: str | None = None
    what_if: Identifier | None = None


_ON_PAIRS = {DecisionKind.MAKE, DecisionKind.FORBID, DecisionKind.FREE, DecisionKind.REJECT}
_ON_LOCKS = {DecisionKind.LOCK, DecisionKind.UNLOCK, DecisionKind.REJECT}


def adjustment_of(decisions: Iterable[RoundDecision]) -> Adjustment:
    """Return the last decision on each pair."""
    last = {each.pair: each.what for each in decisions if each.pair and each.what in _ON_PAIRS}
    return Adjustment(
        make=tuple(pair for pair, what in last.items() if what is DecisionKind.MAKE),
        forbid=tuple(
            pair for pair, what in last.items() if what in {DecisionKind.FORBID, DecisionKind.REJECT}
        ),
    )


def locked_pairs(decisions: Iterable[RoundDecision]) -> tuple[PairOf, ...]:
    """Return the pairs whose proposals are locked now."""
    last = {each.pair: each.what for each in decisions if each.pair and each.what in _ON_LOCKS}
    return tuple(pair for pair, what in last.items() if what is DecisionKind.LOCK)
