"""The programme's sessions in figures."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from services.scheduling.domain.hours import find_zone
from services.scheduling.domain.sessions import SessionState
from services.scheduling.queries.access import series_for, sessions_for
from services.scheduling.store import PROGRAMMES, SERIES, SESSIONS
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document

SOCIAL_HOURS: Final = (time(9), time(17))


@dataclass
class Summary:
    """The programme's sessions in figures.

    Attributes:
        by_state: sessions in each state.
        upcoming: planned ones still to start.
        unplaced: sessions that found no common free time.
        alarms: cancellations in a row that were reported to the coordinator.
        unsocial: for each region, of the sessions held or planned of its people, the share (0 to 1) that lies
            outside 09:00 to 17:00 on the person's own clock.
    """

    by_state: Counter[SessionState]
    upcoming: int
    unplaced: int
    alarms: int
    unsocial: dict[str, float] = field(default_factory=dict)


async def summarise(uow: UnitOfWork, employee_id: str | None) -> Summary:
    """Return the sessions that a coordinator may read, in figures.

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
