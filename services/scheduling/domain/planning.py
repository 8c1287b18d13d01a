"""Free slots, and the plan of a series."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from services.scheduling.domain.hours import DAY, Slot, day_starts_at, find_zone, shared_windows
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.vocabulary import WorkingHours

QUARTER: Final = timedelta(minutes=15)
SEARCH_DAYS: Final = 14
"""The longest delay of a session after its intended day."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """A series: one session for each period of the programme that has a common free time.

    Attributes:
        slots: the times found, in order.
        unplaced: the first days of the periods in which the two have no common free time.
    """

    slots: Sequence[Slot]
    unplaced: Sequence[date]


@dataclass(frozen=True)
class Pair:
    """Two people's hours and taken time, within one programme.

    Attributes:
        mentor: the mentor's working hours.
        mentee: the mentee's.
        busy: when either has another session.
        rules: the programme's.
        last_day: the programme's last day.
    """

    mentor: WorkingHours
    mentee: WorkingHours
    busy: Sequence[Slot]
    rules: ProgrammeRules
    last_day: date

    @property
    def duration(self) -> timedelta:
        """How long a session is."""
        return timedelta(minutes=self.rules.session_minutes)

    def free_slots(self, span: Slot) -> Iterator[Slot]:
        """Free times inside both working days, on quarter hours, one after the other without overlap."""
        busy = sorted(self.busy, key=lambda slot: slot.starts_at)
        for window in shared_windows(self.mentor, self.mentee, span, last_day=self.last_day):
            starts_at = next_quarter(window.starts_at)
            while (ends_at := starts_at + self.duration) <= window.ends_at:
                slot = Slot(starts_at=starts_at, ends_at=ends_at)
                clash = next((other for other in busy if other.overlaps(slot)), None)
                if clash:
                    starts_at = next_quarter(clash.ends_at)
                else:
                    yield slot
                    starts_at = next_quarter(ends_at)

    def works_for_both(self, slot: Slot) -> bool:
        """Return whether a time lies inside both working days and the programme."""
        around = Slot(starts_at=slot.starts_at - DAY, ends_at=slot.ends_at + DAY)
        windows = shared_windows(self.mentor, self.mentee, around, last_day=self.last_day)
        return any(window.contains(slot) for window in windows)


def plan_series(pair: Pair, *, earliest: datetime) -> Plan:
    """Find times for a pairing's sessions, up to the programme's last day.

    The first is sought from ``earliest`` on, the others at the programme's interval after the day of the
    first on the mentee's calendar (a day, not an instant: changes of the clock don't shift the series).
    """
    zone = find_zone(pair.mentee.time_zone)
    anchor = earliest.astimezone(zone).date()
    if anchor > pair.last_day:
        return Plan([], [])
    until = earliest + timedelta(days=pair.rules.first_contact_days + SEARCH_DAYS)
    first = _first_free(pair, earliest, until)
    slot_on: dict[date, Slot | None] = {anchor: first}
    if first:
        anchor = first.starts_at.astimezone(zone).date()
    step = timedelta(weeks=pair.rules.cadence_weeks)
    # A search ends where the next one begins, so no two sessions come into one period, or overlap.
    search = min(timedelta(days=SEARCH_DAYS), step)
    for n in range(1, (pair.last_day - anchor) // step + 1):
        day = anchor + n * step
        slot_on[day] = _first_free(pair, day_starts_at(day, zone), day_starts_at(day + search, zone))
    return Plan(
        slots=[slot for slot in slot_on.values() if slot],
        unplaced=[day for day, slot in slot_on.items() if slot is None],
    )


def next_quarter(instant: datetime) -> datetime:
    """Return the instant itself on a quarter hour, or else the next one that is."""
    over = (instant - _EPOCH) % QUARTER
    return instant + (QUARTER - over) if over else instant


def _first_free(pair: Pair, begins: datetime, until: datetime) -> Slot | None:
    return next(pair.free_slots(Slot(starts_at=begins, ends_at=until)), None)
