"""A round of matching, as pages show it; other fields of the response are ignored."""

from typing import Any

from pydantic import AwareDatetime

from services.console.clients.response import Response
from shared.contracts.matching import FailureReason
from shared.contracts.vocabulary import Role


class RoundCertificate(Response):
    """The proof of a round; points are hundredths of a score's point."""

    outcome: str
    gap: int
    total: int
    bound: int
    pairs: int
    more_pairs: int = 0
    mentors: int
    mentees: int
    pairs_considered: int
    eligible_pairs: int
    solver: str
    policy_version: int | None
    seed: str
    inputs: str

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.gap == 0 and self.more_pairs == 0


class Price(Response):
    """The cost of the floor or of fairness, against a round without it."""

    bound: str
    pairs: int
    points: int
    reached: bool = True
    least_mean: int | None = None


class RelaxationStep(Response):
    """One rule a step looser, or switched off."""

    rule: str
    kind: str
    value: int | None = None
    instead_of: int | None = None


class Relaxed(Response):
    """The pairs that relaxing one rule would add."""

    step: RelaxationStep
    more_pairs: int


class Progress(Response):
    """The progress of a computation."""

    step: str = ""
    percent: int = 0
    matched: int = 0
    at_most: int = 0
    missing_pairs: int = 0
    missing_points: int = 0
    seconds: float = 0


class MissedReason(Response):
    """The reason why a required pair was not made."""

    code: str
    role: Role | None = None
    rule: str | None = None


class MustPairMissed(Response):
    """A pair that must be made but was not, and why."""

    mentor_id: str
    mentee_id: str
    reason: MissedReason


class Options(Response):
    """The options of the request.

    Attributes:
        policy: a what-if's own decisions.
        people: the round is for these only.
        shortlists: people get lists to choose from in place of one pair.
    """

    time_limit_seconds: int = 600
    gap_target: int = 0
    preview: bool = False
    policy: dict[str, Any] | None = None
    people: tuple[str, ...] | None = None
    shortlists: bool = False


class WhatIf(Response):
    """The purpose of a round computed again from stored inputs, ``replay`` or ``cost``, and its original."""

    purpose: str
    of: str


class Verdict(Response):
    """The result of a replay."""

    identical: bool
    missing: int
    same_inputs: bool
    same_solver: bool


class WhatIfCost(Response):
    """The pairs and points that are lost against the original round, and the pairs that change."""

    pairs: int
    points: int
    changed: int


class RoundReport(Response):
    """One round in figures."""

    id: str
    number: int
    state: str
    options: Options = Options()
    requested_at: AwareDatetime
    progress: Progress | None = None
    mentors: int = 0
    mentees: int = 0
    proposals: int = 0
    total_score: int = 0
    unmatched: int = 0
    dropped: int = 0
    kept: int = 0
    what_if: WhatIf | None = None
    verdict: Verdict | None = None
    cost: WhatIfCost | None = None
    certificate: RoundCertificate | None = None
    prices: tuple[Price, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    relaxed_extent: str | None = None
    must_pairs_missed_count: int = 0
    must_pairs_missed: tuple[MustPairMissed, ...] = ()
    cause: str = ""
    reason: FailureReason | None = None
    proposed_at: AwareDatetime | None = None
    approved_at: AwareDatetime | None = None

    @property
    def running(self) -> bool:
        """Whether its computation may still be stopped."""
        return self.state in {"requested", "computing"}

    @property
    def computed(self) -> bool:
        """Whether it has pairs; the proof is not for a coordinator whom the round may match."""
        return self.certificate is not None or self.has_proposals or self.state == "previewed"

    @property
    def has_proposals(self) -> bool:
        """Whether its pairs have become proposals."""
        return self.state in {"saving", "proposed", "approving", "approved"}
