"""Check-ins: what is asked after a session."""

from typing import Annotated, Final

from pydantic import Field

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.vocabulary import Count, Identifier, Moment, Role

NUDGES: Final = 2
"""How often a person is asked again about a session."""


class CheckInFact(FeedbackEvent):
    """The fields of all events of a check-in."""

    check_in_id: Identifier
    session_id: Identifier
    pairing_id: Identifier
    participant_id: Identifier
    role: Role


class CheckInDue(FeedbackEvent, fact="check-in-due", aggregate="check-in-due", key="session_id", timer=True):
    """Timer: a session is over, and both are asked about it."""

    session_id: Identifier
    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    number: Count
    ends_at: Moment


class CheckInRequested(CheckInFact, fact="check-in-requested", aggregate="check-in", key="check_in_id"):
    """After a session a participant is asked whether it took place, and how it was."""

    due_at: Moment


class CheckInSubmitted(CheckInFact, fact="check-in-submitted", aggregate="check-in", key="check_in_id"):
    """A check-in was answered; what was answered leaves feedback as figures of groups only."""


class CheckInNudgeDue(
    FeedbackEvent, fact="check-in-nudge-due", aggregate="check-in-nudge", key="check_in_id", timer=True
):
    """Timer: a check-in has been open for a while."""

    check_in_id: Identifier


class CheckInNudged(CheckInFact, fact="check-in-nudged", aggregate="check-in", key="check_in_id"):
    """A participant has not answered so far, and is asked again."""

    number: Annotated[int, Field(ge=1, le=NUDGES)]
    """1 for the first time."""
    due_at: Moment


class CheckInLapseDue(
    FeedbackEvent, fact="check-in-lapse-due", aggregate="check-in-lapse", key="check_in_id", timer=True
):
    """Timer: the time to answer a check-in is over."""

    check_in_id: Identifier


class CheckInLapsed(CheckInFact, fact="check-in-lapsed", aggregate="check-in", key="check_in_id"):
    """A check-in was not answered in time."""
