"""What matching tells of its rounds, as pages show it. What it may tell beyond that is left aside."""

from typing import Any

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response
from shared.contracts.matching import Contribution, FailureReason, UnmatchedReason
from shared.contracts.vocabulary import Role


class Certificate(Response):
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
    """What the floor or fairness costs against a round without it."""

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
    """Pairs more with one rule relaxed."""

    step: RelaxationStep
    more_pairs: int


class Progress(Response):
    """How far a computation is."""

    step: str = ""
    percent: int = 0
    matched: int = 0
    at_most: int = 0
    missing_pairs: int = 0
    missing_points: int = 0
    seconds: float = 0


class MissedReason(Response):
    """Why a required pair was not made."""

    code: str
    role: Role | None = None
    rule: str | None = None


class MustPairMissed(Response):
    """A pair that must be made but was not, and why."""

    mentor_id: str
    mentee_id: str
    reason: MissedReason


class Options(Response):
    """What was asked for.

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
    """Why a round is computed again from its stored inputs: ``replay`` or ``cost``, and of which round."""

    purpose: str
    of: str


class Verdict(Response):
    """Whether a round repeated came out the same."""

    identical: bool
    missing: int
    same_inputs: bool
    same_solver: bool


class WhatIfCost(Response):
    """Pairs and points fewer than in the round that was computed again, and pairs changed."""

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
    certificate: Certificate | None = None
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


class RunnerUp(Response):
    """The next best mentor for a mentee."""

    mentor_id: str | None = None
    score: int
    margin: int
    taken: bool


class Pair(Response):
    """A pair as computed."""

    mentor_id: str
    mentee_id: str
    score: int
    explanation: tuple[Contribution, ...] = ()
    runner_up: RunnerUp | None = None

    @property
    def people(self) -> list[str]:
        """Everybody the page names with it."""
        named = self.runner_up.mentor_id if self.runner_up else None
        return [self.mentor_id, self.mentee_id, *([named] if named else [])]


class Relaxation(Response):
    """What one rule relaxed would give somebody; ``matched`` is None where it was not computed."""

    step: RelaxationStep
    eligible: int
    matched: bool | None = None


class UnmatchedPerson(Response):
    """Somebody without a pair, and why."""

    participant_id: str
    role: str
    reason: UnmatchedReason
    eligible: int | None = None
    would: tuple[Relaxation, ...] = ()


class Pairs(ListResponse[Pair]):
    """A page of pairs."""


class ProposedPair(Pair):
    """A proposal made of a pair."""

    id: str
    state: str
    locked: bool = False


class ProposedPairs(ListResponse[ProposedPair]):
    """A page of proposals."""


class UnmatchedPeople(ListResponse[UnmatchedPerson]):
    """A page of unmatched people."""


class ComparedPair(Response):
    """A pair only one of two rounds chose."""

    mentor_id: str
    mentee_id: str
    score: int


class RunFigures(Response):
    """One side of a comparison."""

    round_id: str
    pairs: int
    total_score: int
    lowest_score: int | None
    unmatched: int
    only_here: int
    first_only_here: tuple[ComparedPair, ...]
    scores: dict[int, int]


class Comparison(Response):
    """Two rounds side by side."""

    in_both: int
    one: RunFigures
    other: RunFigures

    def spread(self) -> list[tuple[int, int, int]]:
        """Pairs of each side by points, from so many points on."""
        steps = sorted({*self.one.scores, *self.other.scores})
        return [(step, self.one.scores.get(step, 0), self.other.scores.get(step, 0)) for step in steps]
