"""Events of feedback: check-ins and the health of pairings."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.base import EventData
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
    reasons: tuple[str, ...]
