"""Rounds as the console knows them."""

from datetime import datetime
from typing import NamedTuple

from services.console.read_models.row import Facets, Row
from shared.contracts.matching import (
    FailureReason,
    RoundProgressed,
    RoundRequested,
    Unmatched,
    UnmatchedReason,
)


class Round(Row):
    """A matching round: how far it is, and at the end who was left without a proposal.

    Attributes:
        percent: of the way to the end, while it runs.
        done: how it ended: proposed, previewed, discarded, cancelled or failed; empty while it runs.
        outcome: why the computation ended.
        gap: points short of the best possible at most; 0 is proof that nothing is better.
        missing_pairs: while it runs, pairs there may be more, at most.
        missing_points: and points beside those.
        dropped: pairs not proposed because somebody changed meanwhile.
    """

    requested_at: datetime | None = None
    number: int = 0
    preview: bool = False
    done: str = ""
    reason: FailureReason | None = None
    percent: int = 0
    matched: int = 0
    at_most: int = 0
    seconds: float = 0
    outcome: str = ""
    gap: int | None = None
    missing_pairs: int = 0
    missing_points: int = 0
    dropped: int = 0
    total_score: int = 0
    unmatched_people: int = 0
    proposed_at: datetime | None = None
    mentors: int = 0
    mentees: int = 0
    proposals: int = 0
    unmatched: tuple[Unmatched, ...] = ()

    def requested(self, data: RoundRequested, at: datetime) -> "Round":
        """Note the request to compute the round, again if it has ended before."""
        noted = self.noted(requested_at=at, number=data.number, preview=data.preview)
        return noted.noted(done="", percent=0, matched=0, seconds=0) if self.done else noted

    def progressed(self, data: RoundProgressed) -> "Round":
        """Note the progress; the news may come after the end, or late."""
        if self.done or data.seconds < self.seconds:
            return self
        share = 100 * data.matched // max(1, data.at_most)  # what rounds told before they told the way
        return self.noted(
            percent=share if data.percent is None else data.percent,
            matched=data.matched,
            at_most=data.at_most,
            gap=data.gap,
            missing_pairs=data.missing_pairs or 0,
            missing_points=data.gap if data.missing_points is None else data.missing_points,
            seconds=data.seconds,
        )

    @property
    def unmatched_count(self) -> int:
        """How many people got nobody; events name the first ones only."""
        return max(self.unmatched_people, len(self.unmatched))

    def facets(self) -> Facets:
        """Progress while it runs; a programme has one such round at most."""
        if self.done:
            return {}
        counts = {
            "percent": self.percent,
            "matched": self.matched,
            "at-most": self.at_most,
            "missing-pairs": self.missing_pairs,
            "missing-points": self.missing_points,
        }
        return {"in-progress:rounds": 1, **{f"in-progress:{name}": count for name, count in counts.items()}}

    def reasons(self) -> list["UnmatchedGroup"]:
        """Return the people left without a proposal by role and reason; most first."""
        groups: dict[tuple[str, str, str], list[UnmatchedReason]] = {}
        for one in self.unmatched:
            groups.setdefault((one.role, one.reason.code, one.reason.rule or ""), []).append(one.reason)
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
        return [UnmatchedGroup(key[0], len(reasons), reasons[0]) for key, reasons in ordered]


class UnmatchedGroup(NamedTuple):
    """Unmatched people of a role for whom the same holds, and the reason of one of them."""

    role: str
    people: int
    reason: UnmatchedReason
