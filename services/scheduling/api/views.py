"""Requests and views of the API."""

from datetime import UTC, date, datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.scheduling.domain.hours import Slot, find_zone
from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.queries.summary import Summary
from shared.contracts.scheduling import CancelReason
from shared.contracts.vocabulary import Role


def _check_century(instant: datetime) -> datetime:
    if not 2000 <= instant.year < 2100:
        raise ValueError("the year must be from 2000 to 2099")
    return instant


Instant = Annotated[
    AwareDatetime, AfterValidator(_check_century), Field(json_schema_extra={"pattern": "^20[0-9][0-9]-"})
]
"""An instant with its offset, from 2000 to 2099."""

EXAMPLE_TIME: JsonDict = {
    "starts_at": "2026-03-30T12:00:00Z",
    "ends_at": "2026-03-30T13:00:00Z",
    "time_zone": "Europe/Berlin",
    "local_starts_at": "2026-03-30T14:00:00+02:00",
    "local_ends_at": "2026-03-30T15:00:00+02:00",
}
_EXAMPLE_SESSION: JsonDict = {
    **EXAMPLE_TIME,
    "id": "5f0c2f6a1f0d5c0f9a3f6b1c2d3e4f50",
    "pairing_id": "0d9e8c7b6a5f4e3d2c1b0a9f8e7d6c5b",
    "number": 3,
    "mentor_id": "7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f",
    "mentee_id": "1a2b3c4d5e6f708192a3b4c5d6e7f809",
    "state": "planned",
    "moves": 0,
    "moved_by": None,
    "moved_by_delegate": None,
    "absent": None,
    "cancelled_by": None,
    "cancel_reason": None,
}

_EXAMPLE_SUMMARY: JsonDict = {
    "planned": 388,
    "held": 173,
    "missed": 6,
    "cancelled": 11,
    "upcoming": 385,
    "unplaced": 2,
    "alarms": 1,
    "outside_9_to_17": {"americas": 0.06, "apac": 0.11, "emea": 0.03},
}


_EXAMPLE_SERIES: JsonDict = {
    "pairing_id": "0d9e8c7b6a5f4e3d2c1b0a9f8e7d6c5b",
    "mentor_id": "7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f",
    "mentee_id": "1a2b3c4d5e6f708192a3b4c5d6e7f809",
    "sessions": 5,
    "unplaced_from": ["2026-04-28"],
    "in_a_row": 0,
    "alarms": 0,
    "ended": False,
}


class TimeFields(BaseModel):
    """A span of time in UTC and in one time zone."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    local_starts_at: str
    local_ends_at: str


class TimeView(TimeFields):
    """A span of time in UTC and in one time zone."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE_TIME})

    @classmethod
    def of(cls, slot: Slot, zone: ZoneInfo) -> Self:
        """Return the view of a slot in a time zone."""
        return cls.model_validate(_times(slot, zone))


class SessionView(TimeFields):
    """A session, in UTC and in the caller's own time zone."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE_SESSION})

    id: str
    pairing_id: str
    number: int
    mentor_id: str
    mentee_id: str
    state: SessionState
    moves: int
    moved_by: Role | None
    """The role of the one who moved it last, or for whom a delegate did."""
    moved_by_delegate: str | None
    """The delegate who did it, as an employee; null where the participant did."""
    absent: Role | None
    cancelled_by: Role | None
    cancel_reason: CancelReason | None

    @classmethod
    def of(cls, session: Session, *, employee_id: str | None, zone: ZoneInfo | None = None) -> Self:
        """Return the view of a session in the zone requested, else in the caller's own, else in UTC."""
        clock = zone or own_zone(session, employee_id)
        return cls.model_validate(
            {
                **session.model_dump(include=set(cls.model_fields)),
                **_times(session.slot, clock),
                "mentor_id": session.mentor.participant_id,
                "mentee_id": session.mentee.participant_id,
            }
        )


class SeriesView(BaseModel):
    """All sessions of a pairing."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE_SERIES})

    pairing_id: str
    mentor_id: str
    mentee_id: str
    sessions: int
    unplaced_from: list[date] = Field(
        description="First days of the periods in which the two have no common free time"
    )
    in_a_row: int = Field(description="Sessions cancelled or missed since the last one held")
    alarms: int
    ended: bool

    @classmethod
    def of(cls, series: Series) -> Self:
        """Return the view of a series."""
        return cls(
            pairing_id=series.id,
            sessions=len(series.session_ids),
            unplaced_from=list(series.unplaced_from),
            **series.model_dump(include={"mentor_id", "mentee_id", "in_a_row", "alarms", "ended"}),
        )


class FreeSlots(BaseModel):
    """Times when both are free and at work, with enough notice."""

    items: list[TimeView]


class Move(BaseModel):
    """A new time."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"starts_at": "2026-03-31T09:15:00Z"}}
    )

    starts_at: Instant


class Cancellation(BaseModel):
    """The reason for a cancellation."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"reason": "travel"}})

    reason: CancelReason


class Outcome(BaseModel):
    """The outcome of a session; ``absent`` names the role that did not come."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"held": False, "absent": "mentee"}}
    )

    held: bool
    absent: Role | None = None


class SummaryView(BaseModel):
    """The programme's sessions in figures."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE_SUMMARY})

    planned: int
    held: int
    missed: int
    cancelled: int
    upcoming: int
    unplaced: int = Field(description="Sessions without a common free time within both working days")
    alarms: int = Field(description="Streaks of cancelled or missed sessions")
    outside_9_to_17: dict[str, float] = Field(
        description="By region: share (0 to 1) of sessions outside 09:00 to 17:00 local time"
    )

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """Return the view of a summary."""
        return cls(
            planned=summary.by_state[SessionState.PLANNED],
            held=summary.by_state[SessionState.HELD],
            missed=summary.by_state[SessionState.MISSED],
            cancelled=summary.by_state[SessionState.CANCELLED],
            upcoming=summary.upcoming,
            unplaced=summary.unplaced,
            alarms=summary.alarms,
            outside_9_to_17=summary.unsocial,
        )


def own_zone(session: Session, employee_id: str | None) -> ZoneInfo:
    """Return the time zone of an employee who is one of the two, else UTC."""
    for side in (session.mentor, session.mentee):
        if side.employee_id == employee_id:
            return find_zone(side.time_zone)
    return ZoneInfo("UTC")


def _times(slot: Slot, zone: ZoneInfo) -> dict[str, object]:
    return {
        "starts_at": slot.starts_at.astimezone(UTC),
        "ends_at": slot.ends_at.astimezone(UTC),
        "time_zone": zone.key,
        "local_starts_at": slot.starts_at.astimezone(zone).isoformat(),
        "local_ends_at": slot.ends_at.astimezone(zone).isoformat(),
    }
