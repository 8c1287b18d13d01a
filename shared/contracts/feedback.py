"""Events of feedback: check-ins and the health of pairings."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.base import EventData
from shared.contracts.personal import Words
from shared.contracts.vocabulary import Identifier, Moment, Open, Role


class FeedbackEvent(EventData, owner="feedback"):
    """Published by feedback."""


class CheckInFact(FeedbackEvent):
    """What every event of a check-in says."""

    check_in_id: Identifier
    session_id: Identifier
    pairing_id: Identifier
    participant_id: Identifier
    role: Role


class CheckInRequested(CheckInFact, fact="check-in-requested", aggregate="check-in", key="check_in_id"):
    """After a session a participant is asked how it went."""

    due_at: Moment


class CheckInSubmitted(CheckInFact, fact="check-in-submitted", aggregate="check-in", key="check_in_id"):
    """A session was rated (1 to 5), and progress to the goal (percent); words stay home."""

    rating: Annotated[int, Field(ge=1, le=5)]
    goal_progress: Annotated[int, Field(ge=0, le=100)]


class CheckInLapseDue(
    FeedbackEvent, fact="check-in-lapse-due", aggregate="check-in-lapse", key="check_in_id", timer=True
):
    """Timer: the time to answer a check-in is over."""

    check_in_id: Identifier


class CheckInLapsed(CheckInFact, fact="check-in-lapsed", aggregate="check-in", key="check_in_id"):
    """A check-in was not answered in time."""


class Health(StrEnum):
    """How a pairing does."""

    ON_TRACK = "on-track"
    NEEDS_ATTENTION = "needs-attention"
    TOO_EARLY = "too-early-to-tell"


class PairingHealthChanged(FeedbackEvent, fact="pairing-health-changed", aggregate="pulse", key="pairing_id"):
    """The health of a pairing is another than before, with the reasons that made it so."""

    pairing_id: Identifier
    health: Open[Health]
    was: Open[Health]
    reasons: tuple[Words, ...]


class IdleStep(StrEnum):
    """What is done about two who do not meet, in this order."""

    FIRST_CONTACT = "first-contact"
    """The executive has not got in touch."""
    WARN = "warn"
    """The two are reminded of each other."""
    COORDINATOR = "coordinator"
    """The coordinator should look."""
    CLOSE = "close"
    """The pairing should end; nobody is at fault."""


class IdleDue(FeedbackEvent, fact="idle-due", aggregate="idle", key="pairing_id", timer=True):
    """Timer: two may not have met for so long that something is to be done."""

    pairing_id: Identifier


class PairingFellIdle(FeedbackEvent, fact="pairing-fell-idle", aggregate="pulse", key="pairing_id"):
    """Two have not met since then, and the programme's rules say what to do; once for each step."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    step: Open[IdleStep]
    since: Moment


class FirstContactMade(FeedbackEvent, fact="first-contact-made", aggregate="pulse", key="pairing_id"):
    """The executive got in touch with the mentor."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class PulseReviewDue(
    FeedbackEvent, fact="pulse-review-due", aggregate="pulse-review", key="programme_id", timer=True
):
    """Timer: the rules have changed, so the next pairings (by id, after this one) are judged anew."""

    programme_id: Identifier
    after: Identifier | None = None
