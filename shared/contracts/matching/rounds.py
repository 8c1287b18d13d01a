"""Events of rounds: requested, computed, proposed, discarded."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.vocabulary import Count, Figure, Identifier, Open, Role
from shared.schema import Part, Personal, Words


class Unmatched(Part):
    """A ready person left without a proposal, and the rule that bound."""

    participant_id: Identifier
    role: Role
    reason: Annotated[Words, Personal()]


class RoundCause(StrEnum):
    """Why there is a round."""

    COORDINATOR = "coordinator"
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


class RoundProgressed(MatchingEvent, fact="round-progressed", aggregate="round-progress", key="round_id"):
    """How far the computation of a round is; at most one a second, the last one always.

    ``matched`` pairs so far of ``at_most`` by the places of both sides; ``gap`` is how far their value may be
    short of the best at most: ``missing_pairs`` more, and ``missing_points`` beside. ``percent`` is of the
    way to the end; ``step`` names what is being done.
    """

    round_id: Identifier
    step: Words
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


class RoundFailed(MatchingEvent, fact="round-failed", aggregate="round", key="round_id"):
    """A round could not be computed; the reason is for the coordinator."""

    round_id: Identifier
    reason: Words


class RoundDiscarded(MatchingEvent, fact="round-discarded", aggregate="round", key="round_id"):
    """The coordinator discarded a proposed round; all its proposals were withdrawn, all places are free."""

    round_id: Identifier


class RoundPreviewed(MatchingEvent, fact="round-previewed", aggregate="round", key="round_id"):
    """A what-if was computed: so many pairs, so many points; nobody was proposed."""

    round_id: Identifier
    pairs: Count
    total_score: Figure
    unmatched_people: Count
    outcome: Words
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
    solver: Words
    unmatched_people: Count | None = None
    dropped: Count = 0
    outcome: Words | None = None
    gap: Figure | None = None
    bound: Figure | None = None
