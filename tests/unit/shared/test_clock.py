"""Clocks: to the millisecond, shared through a file."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.clock import SystemClock, VirtualClock, make_clock, to_milliseconds


def test_a_moved_clock_is_seen_by_another_reader(tmp_path):
    path = tmp_path / "clock"
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    VirtualClock.set(path, start)
    reader = VirtualClock(path)
    for days in range(50):
        VirtualClock.set(path, start + timedelta(days=days))
        assert reader.now() == start + timedelta(days=days)


def test_an_instant_of_another_zone_is_the_same_instant(tmp_path):
    path = tmp_path / "clock"
    VirtualClock.set(path, datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=5, minutes=30))))
    assert make_clock(f"virtual:{path}").now() == datetime(2026, 1, 5, 3, 30, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_mongodb_would_drop_is_dropped(instant):
    kept = to_milliseconds(instant)
    assert kept.microsecond % 1000 == 0
    assert timedelta(0) <= instant - kept < timedelta(milliseconds=1)


def test_a_clock_nobody_knows_is_named():
    with pytest.raises(ValueError, match="MENTORING_CLOCK"):
        make_clock("sundial")
    assert isinstance(make_clock("system"), SystemClock)
