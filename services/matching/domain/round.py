"""A matching round: computed over all ready people, then approved by the coordinator."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.matching.domain.certificate import Certificate
from services.matching.domain.left_out import LeftOut
from services.matching.domain.outlook import Relaxed
from services.matching.domain.solution import Price
from shared.contracts.matching import RoundProposed
from shared.kernel import Aggregate

UNMATCHED_IN_EVENT: Final = 2000
"""A message has its limit; the round itself keeps everybody."""


class RoundState(StrEnum):
    """A round waits for its approval."""

    PROPOSED = "proposed"
    APPROVED = "approved"


class Round(Aggregate):
    """One computation of proposals.

    Attributes:
        number: 1, 2, 3 … in the programme.
        mentors: ready mentors with a free place.
        mentees: ready mentees with a free place.
        eligible_pairs: pairs that no hard rule excludes.
        unmatched: who got nobody, and why.
        certificate: the proof; rounds of long ago have none.
        prices: what the objective's bounds cost.
        relaxed: what rules a step looser would give.
        proposed_at: when.
    """

    number: int
    state: RoundState = RoundState.PROPOSED
    mentors: int
    mentees: int
    eligible_pairs: int
    proposals: int
    total_score: int
    unmatched: tuple[LeftOut, ...]
    solver: str
    certificate: Certificate | None = None
    prices: tuple[Price, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    proposed_at: datetime
    approved_at: datetime | None = None

    def proposed_event(self) -> RoundProposed:
        """What the world is told."""
        return RoundProposed(
            round_id=self.id,
            mentors=self.mentors,
            mentees=self.mentees,
            proposals=self.proposals,
            total_score=self.total_score,
            unmatched=tuple(each.told() for each in self.unmatched[:UNMATCHED_IN_EVENT]),
            solver=self.solver,
        )

    def approved(self, at: datetime) -> Self:
        """Note the approval; a repeated one changes nothing."""
        if self.state is RoundState.APPROVED:
            return self
        return self.changed(state=RoundState.APPROVED, approved_at=at)
