"""What people look at: sessions, free slots, the summary."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.scheduling.bookings import load_pair
from services.scheduling.domain.hours import Slot, find_zone
from services.scheduling.domain.planning import SEARCH_DAYS
from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.relations import hidden_from, series_for, sessions_for
from services.scheduling.store import PROGRAMMES, SERIES, SESSIONS
from shared.messaging.unit_of_work import UnitOfWork
from shared.runtime.mongo import Document

FREE_SLOTS: Final = 5
SOCIAL_HOURS: Final = (time(9), time(17))
_BY_TIME: Final = [("starts_at", 1), ("id", 1)]


@dataclass(frozen=True)
class Page:
    """Which part of a list."""

    limit: int
    offset: int


@dataclass(frozen=True)
class SessionFilter:
    """Which sessions: starting from ``since`` up to before ``until``; what is None does not matter."""

    state: SessionState | None = None
    pairing_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def query(self) -> dict[str, Any]:
        """As MongoDB reads it."""
        starts = {"$gte": self.since, "$lt": self.until}
        fields = {
            "state": self.state.value if self.state else None,
            "pairing_id": self.pairing_id,
            "starts_at": {operator: value for operator, value in starts.items() if value} or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass
class Summary:
    """The programme's sessions in figures.

    Attributes:
        by_state: sessions in each state.
        upcoming: planned ones still to start.
        unplaced: sessions that found no common free time.
        alarms: streaks of cancellations the coordinator was told of.
        unsocial: for each region, of the sessions held or planned of its people, the share (0 to 1) that lies
            outside 09:00 to 17:00 on the person's own clock.
    """

    by_state: Counter[SessionState]
    upcoming: int
    unplaced: int
    alarms: int
    unsocial: dict[str, float] = field(default_factory=dict)


async def list_sessions(
    uow: UnitOfWork, employee_id: str | None, wanted: SessionFilter, page: Page
) -> tuple[list[Session], int]:
    """The sessions a coordinator may read, by start, and how many there are in all."""
    return await _page(uow, {**wanted.query(), **await sessions_for(uow, employee_id)}, page)


async def own_sessions(
    uow: UnitOfWork, employee_id: str, wanted: SessionFilter, page: Page
) -> tuple[list[Session], int]:
    """One person's sessions by start, and how many there are in all."""
    own = {"$or": [{"mentor.employee_id": employee_id}, {"mentee.employee_id": employee_id}]}
    return await _page(uow, {**wanted.query(), **own}, page)


async def list_series(
    uow: UnitOfWork, employee_id: str | None, *, unplaced: bool, page: Page
) -> tuple[list[Series], int]:
    """The series a coordinator may read, only those that lack sessions if asked, and how many there are.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = await series_for(uow, employee_id)
    if unplaced:
        query |= {"unplaced": {"$gt": 0}, "ended": False}
    found = await uow.find(SERIES, query, sort=[("id", 1)], skip=page.offset, limit=page.limit)
    return found, await uow.count(SERIES, query)


async def find_session(
    uow: UnitOfWork, session_id: str, employee_id: str | None, *, coordinates: bool, attends: bool
) -> Session:
    """One session, for one of its two people, or for a coordinator who may read it.

    Args:
        uow: of the programme.
        session_id: which.
        employee_id: who asks, or acts for.
        coordinates: whether the caller asks as a coordinator.
        attends: whether the caller asks as one of the two, or as an assistant of one.

    Raises:
        NotFound: there is none that the caller may read.
    """
    session = await uow.require(SESSIONS, session_id)
    if coordinates:
        hidden = await hidden_from(uow, employee_id)
        if hidden.isdisjoint({session.mentor.employee_id, session.mentee.employee_id}):
            return session
    session.role_of(employee_id if attends else None)
    return session


async def free_slots(uow: UnitOfWork, session_id: str, employee_id: str | None) -> list[Slot]:
    """The next free slots a session could be moved to, without the one it has."""
    session = await uow.require(SESSIONS, session_id)
    session.role_of(employee_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    pair = await load_pair(uow, session, programme, besides_own=False)
    begins = uow.now + timedelta(hours=programme.rules.notice_hours, minutes=1)
    span = Slot(starts_at=begins, ends_at=begins + timedelta(days=2 * SEARCH_DAYS))
    return list(islice(pair.free_slots(span), FREE_SLOTS))


async def summarise(uow: UnitOfWork, employee_id: str | None) -> Summary:
    """The sessions that a coordinator may read, in figures.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    shown = await sessions_for(uow, employee_id)
    states = await uow.aggregate(SESSIONS, [{"$group": {"_id": "$state", "n": {"$sum": 1}}}], shown)
    totals = {"_id": None, "unplaced": {"$sum": "$unplaced"}, "alarms": {"$sum": "$alarms"}}
    series = await uow.aggregate(SERIES, [{"$group": totals}], await series_for(uow, employee_id))
    upcoming = {**shown, "state": SessionState.PLANNED.value, "starts_at": {"$gt": uow.now}}
    return Summary(
        by_state=Counter({SessionState(row["_id"]): row["n"] for row in states}),
        upcoming=await uow.count(SESSIONS, upcoming),
        unplaced=series[0]["unplaced"] if series else 0,
        alarms=series[0]["alarms"] if series else 0,
        unsocial=await _unsocial_shares(uow, shown),
    )


async def _page(uow: UnitOfWork, query: dict[str, Any], page: Page) -> tuple[list[Session], int]:
    """One page of sessions.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    found = await uow.find(SESSIONS, query, sort=_BY_TIME, skip=page.offset, limit=page.limit)
    return found, await uow.count(SESSIONS, query)


async def _unsocial_shares(uow: UnitOfWork, shown: Document) -> dict[str, float]:
    """See `Summary.unsocial`; the database counts equal times, since many sessions are at the same ones."""
    side = {"region": "$side.region", "zone": "$side.time_zone", "starts": "$starts_at", "ends": "$ends_at"}
    counted = await uow.aggregate(
        SESSIONS,
        [
            {"$project": {"starts_at": 1, "ends_at": 1, "side": ["$mentor", "$mentee"]}},
            {"$unwind": "$side"},
            {"$group": {"_id": side, "n": {"$sum": 1}}},
        ],
        {**shown, "state": {"$in": [SessionState.PLANNED.value, SessionState.HELD.value]}},
    )
    return await asyncio.to_thread(_shares, counted)


def _shares(counted: Iterable[Document]) -> dict[str, float]:
    total: Counter[str] = Counter()
    unsocial: Counter[str] = Counter()
    for row in counted:
        when = row["_id"]
        total[when["region"]] += row["n"]
        if _is_unsocial(when["starts"], when["ends"], find_zone(when["zone"])):
            unsocial[when["region"]] += row["n"]
    return {region: round(unsocial[region] / total[region], 4) for region in sorted(total)}


def _is_unsocial(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    earliest, latest = SOCIAL_HOURS
    return starts.time() < earliest or ends.time() > latest or starts.date() != ends.date()
