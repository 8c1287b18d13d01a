"""Events of scheduling: series and sessions."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from shared.contracts.base import PlatformEvent
from shared.contracts.matching import PairingEndReason
from shared.contracts.vocabulary import Count, EmployeeId, Identifier, Moment, Open, Role
from shared.schema import Personal


class SchedulingEvent(PlatformEvent, owner="scheduling"):
    """Published by scheduling."""


class SessionFact(SchedulingEvent):
    """The fields of all events of a session."""

    session_id: Identifier
    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    number: Count
    """1 for the first session of the pairing."""
    starts_at: Moment
    ends_at: Moment


class SeriesPlanned(SchedulingEvent, fact="series-planned", aggregate="series", key="pairing_id"):
    """The sessions of a pairing were planned; ``unplaced`` found no free slot inside both working days.

    ``unplaced_from``: the first day of each period that has no session for that reason.
    """

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    sessions: Count
    unplaced: Count
    unplaced_from: Annotated[tuple[date, ...], Field(max_length=5000)] = ()


class SeriesEnded(SchedulingEvent, fact="series-ended", aggregate="series", key="pairing_id"):
    """A pairing is over, and of each of its sessions it is known whether it took place.

    ``first_held_at`` and ``last_held_at``: the beginnings of the first and the last session that was held.
    """

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    reason: Annotated[Open[PairingEndReason], Personal()]
    """Why the pairing ended, as matching said."""
    held: Count
    first_held_at: Moment | None = None
    last_held_at: Moment | None = None


class SessionPlanned(SessionFact, fact="session-planned", aggregate="session", key="session_id"):
    """A session has a time."""


class SessionMoved(SessionFact, fact="session-moved", aggregate="session", key="session_id"):
    """A session has another time."""

    by: Annotated[Role, Personal()]
    """The role of the one who moved it, or for whom a delegate did."""
    delegate_id: Annotated[EmployeeId | None, Personal()] = None
    """The delegate who did it; empty where the participant did."""


class SessionReminderDue(
    SchedulingEvent, fact="session-reminder-due", aggregate="session-reminder", key="session_id", timer=True
):
    """Timer: a session starts in this many hours."""

    session_id: Identifier
    hours_before: Count
    starts_at: Moment


class SessionReminded(SessionFact, fact="session-reminded", aggregate="session", key="session_id"):
    """Both were reminded of a session."""

    hours_before: Count


class SessionOutcomeDue(
    SchedulingEvent, fact="session-outcome-due", aggregate="session-outcome", key="session_id", timer=True
):
    """Timer: the time to say how a session went is over."""

    session_id: Identifier


class SessionHeld(SessionFact, fact="session-held", aggregate="session", key="session_id"):
    """Both met."""


class SessionMissed(SessionFact, fact="session-missed", aggregate="session", key="session_id"):
    """They did not meet: one did not come, or nobody said how it went."""

    absent: Annotated[Role | None, Personal()] = None


class CancelReason(StrEnum):
    """Why a session is cancelled."""

    CALENDAR = "calendar"
    ILL = "ill"
    TRAVEL = "travel"
    NOTHING_TO_DISCUSS = "nothing-to-discuss"
    PAIRING_ENDED = "pairing-ended"
    PAIRING_PAUSED = "pairing-paused"
    PRIVATE = "private"


BY_NEITHER: Final = frozenset({CancelReason.PAIRING_ENDED, CancelReason.PAIRING_PAUSED})
"""Reasons that neither of the two can give: the pairing has ended or is paused."""


class SessionCancelled(SessionFact, fact="session-cancelled", aggregate="session", key="session_id"):
    """A session was called off; ``by`` is empty where the pairing's end or pause did it."""

    by: Annotated[Role | None, Personal()] = None
    reason: Annotated[Open[CancelReason], Personal()]


class CancellationAlarmRaised(
    SchedulingEvent, fact="cancellation-alarm-raised", aggregate="series", key="pairing_id"
):
    """Several sessions of a pairing in a row were cancelled or missed; this needs the coordinator."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    in_a_row: Count
