"""The health of pairings, and those that fall idle."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.vocabulary import Identifier, Moment, Open
from shared.schema import Personal
from shared.schema.visibility import ShownTo, Visibility


class Health(StrEnum):
    """The health of a pairing."""

    ON_TRACK = "on-track"
    NEEDS_ATTENTION = "needs-attention"
    TOO_EARLY = "too-early-to-tell"


class HealthReason(StrEnum):
    """A reason behind a pairing's health: a fact of its sessions, never an answer."""

    CANCELLATIONS = "cancellations"
    """Several sessions in a row were cancelled or missed."""
    NO_FIRST_CONTACT = "no-first-contact"
    """The executive has not got in touch in time."""
    IDLE = "idle"
    """No session has been held for long."""
    NOT_MET_YET = "not-met-yet"
    """No session has been held so far, and there is still time."""
    MEETING = "meeting"
    """The two meet."""


class PairingHealthChanged(
    FeedbackEvent, fact="pairing-health-changed", aggregate="health", key="pairing_id"
):
    """The health of a pairing is another than before, with the reasons that made it so."""

    pairing_id: Identifier
    health: Annotated[Open[Health], Personal()]
    was: Annotated[Open[Health], Personal()]
    reasons: Annotated[tuple[Open[HealthReason], ...], Field(max_length=8), Personal()]


class IdleStep(StrEnum):
    """The steps when two do not meet, in this order."""

    FIRST_CONTACT = "first-contact"
    """The executive has not got in touch."""
    WARN = "warn"
    """The two are reminded of each other."""
    COORDINATOR = "coordinator"
    """The coordinator should look."""
    CLOSE = "close"
    """The pairing should end, with a neutral reason."""


class IdleDue(FeedbackEvent, fact="idle-due", aggregate="idle", key="pairing_id", timer=True):
    """Timer: two have perhaps not met for long enough that a step is due."""

    pairing_id: Identifier


class PairingFellIdle(FeedbackEvent, fact="pairing-fell-idle", aggregate="health", key="pairing_id"):
    """Two have not met since then, and the programme's rules say what to do; once for each step."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    step: Open[IdleStep]
    since: Annotated[Moment, ShownTo(Visibility.ORGANISATION)]


class FirstContactMade(FeedbackEvent, fact="first-contact-made", aggregate="health", key="pairing_id"):
    """The executive got in touch with the mentor."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class HealthReviewDue(
    FeedbackEvent, fact="health-review-due", aggregate="health-review", key="programme_id", timer=True
):
    """Timer: the rules have changed, so the next pairings (by id, after this one) are judged anew."""

    programme_id: Identifier
    after: Identifier | None = None
