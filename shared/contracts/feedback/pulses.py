"""Pulse surveys: what people are asked on fixed days of their pairing, and at the end of the programme."""

from typing import Annotated

from pydantic import Field

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.vocabulary import Identifier, Moment, Role


class PulseFact(FeedbackEvent):
    """The fields of all events of a pulse survey."""

    pulse_id: Identifier
    participant_id: Identifier
    role: Role


class PulseDue(FeedbackEvent, fact="pulse-due", aggregate="pulse-due", key="participant_id", timer=True):
    """Timer: a day of a pairing on which one of the two is asked."""

    participant_id: Identifier
    pairing_id: Identifier
    day: Annotated[int, Field(ge=1, le=730)]


class StartPulseDue(
    FeedbackEvent, fact="start-pulse-due", aggregate="start-pulse", key="participant_id", timer=True
):
    """Timer: a pairing has begun, and one of the two is asked what the closing survey is compared with."""

    participant_id: Identifier
    pairing_id: Identifier


class EndPulsesDue(
    FeedbackEvent, fact="end-pulses-due", aggregate="end-pulses", key="programme_id", timer=True
):
    """Timer: a programme is about to end, and the next participants (by id, after this one) are asked."""

    programme_id: Identifier
    after: Identifier | None = None


class PulseRequested(PulseFact, fact="pulse-requested", aggregate="pulse", key="pulse_id"):
    """A participant is asked to answer a pulse survey."""

    due_at: Moment


class PulseNudgeDue(
    FeedbackEvent, fact="pulse-nudge-due", aggregate="pulse-nudge", key="pulse_id", timer=True
):
    """Timer: half of the time to answer a pulse survey is over."""

    pulse_id: Identifier


class PulseNudged(PulseFact, fact="pulse-nudged", aggregate="pulse", key="pulse_id"):
    """A participant is reminded of a pulse survey, once."""

    due_at: Moment


class PulseLapseDue(
    FeedbackEvent, fact="pulse-lapse-due", aggregate="pulse-lapse", key="pulse_id", timer=True
):
    """Timer: the time to answer a pulse survey is over."""

    pulse_id: Identifier


class PulseClosed(PulseFact, fact="pulse-closed", aggregate="pulse", key="pulse_id"):
    """A pulse survey waits no longer: it was answered or skipped, or its time is over."""
