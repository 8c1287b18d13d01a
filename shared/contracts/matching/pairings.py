"""Events of pairings: activated, paused, ended, reviewed."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.vocabulary import Code, EmployeeId, Identifier, Moment, Open, Score
from shared.schema import Part, Personal


class CriterionFit(Part):
    """How well one criterion fitted a pair, and its weight when the pair was proposed."""

    criterion: Code
    degree: Annotated[float, Field(ge=0, le=1), Personal()]
    weight: Score


class PairingFit(Part):
    """The criteria by which a pair was proposed; those that are confidential are left out.

    Attributes:
        meaning: the same for pairs whose criteria compare the same, whatever their weights.
        round_id: the round that proposed the pair.
    """

    meaning: Identifier
    round_id: Identifier
    criteria: Annotated[tuple[CriterionFit, ...], Field(max_length=50)]


class PairingActivated(MatchingEvent, fact="pairing-activated", aggregate="pairing", key="pairing_id"):
    """Both said yes: the relationship is active."""

    pairing_id: Identifier
    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Annotated[EmployeeId, Personal()]
    mentee_employee_id: Annotated[EmployeeId, Personal()]
    score: Annotated[Score, Personal()]
    mentor_ready_at: Moment
    mentee_ready_at: Moment
    activated_at: Moment
    fit: PairingFit | None = None
    """None for a pair that a person made: from a list, or by a must-pair."""


class PairingPaused(MatchingEvent, fact="pairing-paused", aggregate="pairing", key="pairing_id"):
    """The two do not meet for some time, or another length of it; who asked and why is in no event."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    until: Moment | None
    """From when they meet again: 00:00 UTC of a day; None while that is open."""


class PairingResumed(MatchingEvent, fact="pairing-resumed", aggregate="pairing", key="pairing_id"):
    """The two meet again."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class PairingResumptionDue(
    MatchingEvent, fact="pairing-resumption-due", aggregate="pairing-resumption", key="pairing_id", timer=True
):
    """Timer: a pause of a pairing is over."""

    pairing_id: Identifier


class PairingEndReason(StrEnum):
    """Why a pairing ended, in neutral words."""

    COMPLETED = "completed"
    PARTICIPANT_LEFT = "participant-left"
    NO_FAULT_EXIT = "no-fault-exit"
    IDLE = "idle"
    CONFLICT = "conflict"
    """The two have a conflict of interest by now: a new manager, say."""
    PROGRAMME_CANCELLED = "programme-cancelled"


class PairingEnded(MatchingEvent, fact="pairing-ended", aggregate="pairing", key="pairing_id"):
    """A pairing has ended, with a neutral reason."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    reason: Annotated[Open[PairingEndReason], Personal()]


class ConflictReviewDue(
    MatchingEvent, fact="conflict-review-due", aggregate="conflict-review", key="pairing_id", timer=True
):
    """Timer: look once more whether a pairing is a conflict of interest, now that all facts have come."""

    pairing_id: Identifier


class PairingLengthDue(
    MatchingEvent, fact="pairing-length-due", aggregate="pairing-length", key="pairing_id", timer=True
):
    """Timer: a pairing has lasted as long as the rules of its programme say."""

    pairing_id: Identifier
