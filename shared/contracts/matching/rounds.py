"""Events of rounds: requested, computed, proposed, discarded."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.vocabulary import Code, Count, Figure, Identifier, Open, Role
from shared.schema import Part, Personal


class UnmatchedCode(StrEnum):
    """Why somebody is left without a proposal."""

    NOBODY_READY = "nobody-ready"
    """Nobody of the other role was ready with a free place."""
    RULE = "rule"
    """``rule`` excludes ``excluded`` of the ``others`` people of the other role, more than any other rule."""
    BELOW_FLOOR = "below-floor"
    """``eligible`` of ``others`` are allowed, and none of them reaches the lowest score."""
    ALL_TAKEN = "all-taken"
    """``eligible`` of ``others`` are allowed, and all of them got somebody else."""
    TAKEN_ELSEWHERE = "taken-elsewhere"
    """The person has partners, or is asked, in other programmes, and takes no more at a time."""
    NOT_SHOWN = "not-shown"
    """The reason could reveal something about a pair of the reader's own."""


class UnmatchedReason(Part):
    """Why somebody is left without a proposal; a condition of the coordinator's is a rule, too."""

    code: Open[UnmatchedCode]
    rule: Code | None = None
    excluded: Count | None = None
    eligible: Count | None = None
    others: Count | None = None


class Unmatched(Part):
    """A ready person left without a proposal, and why."""

    participant_id: Identifier
    role: Role
    reason: Annotated[UnmatchedReason, Personal()]


class RoundCause(StrEnum):
    """The cause of a round."""

    COORDINATOR = "coordinator"
    """A coordinator started it, or has set the rhythm by which it began."""
    FALL_THROUGH = "fall-through"
    """A small one for people whose proposal or pairing came to an end."""
    CONTINUOUS = "continuous"
    """A small one for people newly ready."""


class RoundRequested(MatchingEvent, fact="round-requested", aggregate="round", key="round_id"):
    """There is to be a round (or a what-if: a preview); a worker will compute it."""

    round_id: Identifier
    number: Count
    preview: bool
    cause: Open[RoundCause] = RoundCause.COORDINATOR


class RoundStep(StrEnum):
    """The steps of the computation of a round, in this order; only the first four are in every round."""

    READ = "read"
    CANDIDATES = "candidates"
    CORE = "core"
    PRICING = "pricing"
    WHOLE = "whole"
    FLOOR = "floor"
    FAIRNESS = "fairness"
    RUNNERS_UP = "runners-up"
    RELAXATIONS = "relaxations"
    REASONS = "reasons"
    KEEPING = "keeping"


class RoundProgressed(MatchingEvent, fact="round-progressed", aggregate="round-progress", key="round_id"):
    """How far the computation of a round is; at most one a second, the last one always.

    ``matched`` pairs so far of ``at_most`` by the places of both sides; ``gap`` is how far their value may be
    short of the best at most: ``missing_pairs`` more, and ``missing_points`` beside. ``percent`` is of the
    way to the end; ``step`` names what is being done.
    """

    round_id: Identifier
    step: Open[RoundStep]
    passes: float
    matched: Count
    at_most: Count
    value: Figure
    bound: Figure
    gap: Figure
    seconds: float
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    missing_pairs: Count | None = None
    missing_points: Figure | None = None


class RoundCancelled(MatchingEvent, fact="round-cancelled", aggregate="round", key="round_id"):
    """The coordinator stopped a round; it has no proposals."""

    round_id: Identifier


class FailureCode(StrEnum):
    """Why a round could not be computed."""

    TOO_MANY_VALUES = "too-many-values"
    """The feature ``subject`` has too many different values to be scored."""
    TOO_MANY_PEOPLE = "too-many-people"
    """The rule, condition or feature ``subject`` tells too many people apart."""
    UNKNOWN_FEATURE = "unknown-feature"
    """A criterion compares ``subject``, which this release has not."""
    TOO_LARGE_NUMBERS = "too-large-numbers"
    """Weights and extra points add up to more than the solver can count."""
    INPUTS_GONE = "inputs-gone"
    """The round to be computed again is no longer stored."""
    PROGRAMME_GONE = "programme-gone"
    RULES_CHANGED = "rules-changed"
    """The rules changed twice while it was computed."""
    OUT_OF_MEMORY = "out-of-memory"
    GIVEN_UP = "given-up"
    """Its computation was interrupted too often."""
    DEFECT = "defect"
    """The platform is at fault; the service's log has the details."""


class FailureReason(Part):
    """Why a round could not be computed, and about which rule or feature that is."""

    code: Open[FailureCode]
    subject: Code | None = None


class RoundOutcome(StrEnum):
    """Why the computation ended."""

    OPTIMAL = "optimal"
    GAP_REACHED = "gap-reached"
    TIME_LIMIT = "time-limit"
    CANCELLED = "cancelled"


SolverName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[0-9]+$", max_length=60),
    Field(examples=["dual-prices/3"]),
]
"""The solver and its version."""


class RoundFailed(MatchingEvent, fact="round-failed", aggregate="round", key="round_id"):
    """A round could not be computed; the reason is for the coordinator."""

    round_id: Identifier
    reason: FailureReason


class RoundDiscarded(MatchingEvent, fact="round-discarded", aggregate="round", key="round_id"):
    """The coordinator discarded a proposed round; all its proposals were withdrawn, all places are free."""

    round_id: Identifier


class RoundPreviewed(MatchingEvent, fact="round-previewed", aggregate="round", key="round_id"):
    """A what-if was computed, with this many pairs and points; nothing was proposed."""

    round_id: Identifier
    pairs: Count
    total_score: Figure
    unmatched_people: Count
    outcome: Open[RoundOutcome]
    gap: Figure


class RoundProposed(MatchingEvent, fact="round-proposed", aggregate="round", key="round_id"):
    """A matching round was computed over all ready people; its proposals wait for the coordinator.

    ``unmatched`` names the first 2,000 of all ``unmatched_people``. ``dropped`` pairs were not proposed,
    since somebody changed meanwhile. ``gap``: points short of the best possible at most; 0 is proof.
    """

    round_id: Identifier
    mentors: Count
    mentees: Count
    proposals: Count
    total_score: Figure
    unmatched: Annotated[tuple[Unmatched, ...], Field(max_length=2000)]
    solver: SolverName
    unmatched_people: Count | None = None
    dropped: Count = 0
    outcome: Open[RoundOutcome] | None = None
    gap: Figure | None = None
    bound: Figure | None = None


class RoundRhythmDue(
    MatchingEvent, fact="round-rhythm-due", aggregate="round-rhythm", key="programme_id", timer=True
):
    """Timer: by the rhythm of the programme's rules a round is due."""

    programme_id: Identifier
