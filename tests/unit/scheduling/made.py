"""A series of one pair and its sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session, Side

STARTS = datetime(2026, 2, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def side(name: str) -> Side:
    return Side(participant_id=name, employee_id=f"e-{name}", region="emea", time_zone="Europe/Berlin")


def make_session(number: int, starts_at: datetime = STARTS, **fields: Any) -> Session:
    return Session(
        id=f"s{number}",
        tenant="acme",
        programme="rm",
        pairing_id="p1",
        number=number,
        mentor=side("mia"),
        mentee=side("max"),
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        **fields,
    )


def make_series(*session_ids: str) -> Series:
    return Series(
        id="p1",
        tenant="acme",
        programme="rm",
        mentor_id="mia",
        mentee_id="max",
        mentor_employee_id="e-mia",
        mentee_employee_id="e-max",
        session_ids=session_ids,
        unplaced=0,
    )
