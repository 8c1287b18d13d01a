"""Quiet hours and hours of the day on clocks that are changed twice a year."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notification.domain.local_time import QuietHours, next_time

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LONGEST_CHANGE = timedelta(hours=2)
ZONES = [
    ZoneInfo(name)
    for name in (
        *("Europe/Berlin", "America/New_York", "Asia/Kolkata"),
        *("Australia/Lord_Howe", "Pacific/Auckland"),
    )
]
CHANGES = [
    datetime(2026, month, day, tzinfo=UTC)
    for month, day in ((3, 8), (3, 29), (4, 4), (4, 5), (9, 26), (10, 4), (10, 25), (11, 1))
]
"""Days about which these clocks are changed."""
zones = st.sampled_from(ZONES)
instants = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(CHANGES) | st.just(datetime(2026, 6, 1, tzinfo=UTC)),
    st.integers(-36 * 60, 36 * 60),
)
times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
quiet = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]).map(
    lambda pair: QuietHours(begins_at=pair[0], ends_at=pair[1])
)  # fmt: skip


def shown(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%H:%M}"


def is_changed_between(first: datetime, last: datetime, zone: tzinfo) -> bool:
    return first.astimezone(zone).utcoffset() != last.astimezone(zone).utcoffset()


@given(times, instants, zones)
def test_the_next_time_is_the_first_instant_at_which_the_clocks_show_it(time_of_day, after, zone):
    time = next_time(time_of_day, after, zone)
    assert after < time <= after + DAY + LONGEST_CHANGE
    minute = after.replace(second=0) + MINUTE
    while minute < time:
        assert shown(minute, zone) != time_of_day
        minute += MINUTE
    assert shown(time, zone) == time_of_day or is_changed_between(after - DAY, time, zone)


@given(quiet, instants, zones)
def test_nothing_is_sent_in_quiet_hours_and_nothing_waits_long_after_them(hours, instant, zone):
    end = hours.end_after(instant, zone)
    assert not hours.contain(end, zone)
    assert (end == instant) == (not hours.contain(instant, zone))
    minute = instant
    while hours.contain(minute, zone):
        minute += MINUTE
    assert minute <= end <= minute + LONGEST_CHANGE or is_changed_between(instant, end + DAY, zone)
    if not is_changed_between(instant - DAY, end + DAY, zone):
        assert end == minute


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-03-29T00:30", "2026-03-29T01:30"),  # 02:30 does not exist: 03:30 in summer time
        ("2026-10-24T23:30", "2026-10-25T00:30"),  # the first of two 02:30
        ("2026-10-25T01:10", "2026-10-25T01:30"),  # the second
    ],
)
def test_quiet_hours_end_on_the_days_of_change(at, end):
    hours = QuietHours(begins_at="22:00", ends_at="02:30")
    time = hours.end_after(datetime.fromisoformat(at).replace(tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert time == datetime.fromisoformat(end).replace(tzinfo=UTC)
