from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.hours import Slot, find_zone, shared_windows, working_window
from shared.contracts.vocabulary import WorkingHours
from shared.kernel import RuleBroken


def hours(zone: str, starts: str = "09:00", ends: str = "17:00") -> WorkingHours:
    return WorkingHours(time_zone=zone, starts=starts, ends=ends)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slot(starts: str, ends: str) -> Slot:
    return Slot(starts_at=utc(starts), ends_at=utc(ends))


@pytest.mark.parametrize(
    ("zone", "day", "opens"),
    [
        ("Europe/Berlin", date(2026, 3, 27), "2026-03-27T08:00"),
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-30T07:00"),
        ("Europe/Berlin", date(2026, 10, 26), "2026-10-26T08:00"),
        ("America/New_York", date(2026, 3, 6), "2026-03-06T14:00"),
        ("America/New_York", date(2026, 3, 9), "2026-03-09T13:00"),
        ("Australia/Sydney", date(2026, 4, 3), "2026-04-02T22:00"),
        ("Australia/Sydney", date(2026, 4, 6), "2026-04-05T23:00"),
        ("Australia/Lord_Howe", date(2026, 4, 3), "2026-04-02T22:00"),
        ("Australia/Lord_Howe", date(2026, 4, 6), "2026-04-05T22:30"),
        ("Asia/Kolkata", date(2026, 7, 1), "2026-07-01T03:30"),
        ("Asia/Kathmandu", date(2026, 7, 1), "2026-07-01T03:15"),
    ],
)
def test_nine_o_clock_is_nine_o_clock_in_every_season(zone, day, opens):
    window = working_window(hours(zone), day)
    assert window == Slot(starts_at=utc(opens), ends_at=utc(opens) + timedelta(hours=8))


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29)])
def test_nobody_works_at_weekends(day):
    assert working_window(hours("Europe/Berlin"), day) is None


def test_hours_that_end_before_they_start_are_none():
    assert working_window(hours("Europe/Berlin", "17:00", "09:00"), date(2026, 3, 27)) is None


# Cairo's clocks go from 00:00 to 01:00 on Friday 24 April 2026, and from 00:00 back to 23:00 on Thursday
# 29 October: changes on working days.
def test_a_start_that_clocks_skip_is_the_first_time_after_the_gap():
    window = working_window(hours("Africa/Cairo", "00:30", "08:00"), date(2026, 4, 24))
    assert window is not None
    assert window.starts_at.astimezone(ZoneInfo("Africa/Cairo")).time() >= time(1, 0)


def test_an_end_that_clocks_skip_is_never_passed():
    assert working_window(hours("Africa/Cairo", "00:15", "00:45"), date(2026, 4, 24)) is None


def test_an_end_that_clocks_repeat_is_the_first_of_the_two():
    window = working_window(hours("Africa/Cairo", "15:00", "23:30"), date(2026, 10, 29))
    assert window == slot("2026-10-29T12:00", "2026-10-29T20:30")


def test_a_day_that_clocks_skip_has_no_hours():
    # Samoa jumped over Friday 30 December 2011.
    assert working_window(hours("Pacific/Apia"), date(2011, 12, 30)) is None


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "Europe/Berlin\x00"])
def test_an_unknown_zone_is_refused_by_field(name):
    with pytest.raises(RuleBroken) as caught:
        find_zone(name, field="zone")
    assert caught.value.field == "zone"


def test_a_slot_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends_at must be after starts_at"):
        slot("2026-01-01T10:00", "2026-01-01T10:00")


def test_slots_that_touch_do_not_overlap():
    first, second = slot("2026-01-01T10:00", "2026-01-01T11:00"), slot("2026-01-01T11:00", "2026-01-01T12:00")
    assert not first.overlaps(second)
    assert first.overlaps(slot("2026-01-01T10:59", "2026-01-01T12:00"))


def test_shared_windows_cross_the_date_line():
    # Tuesday morning in Auckland is Monday afternoon in Los Angeles.
    span = slot("2026-01-05T00:00", "2026-01-07T00:00")
    windows = list(
        shared_windows(
            hours("Pacific/Auckland"), hours("America/Los_Angeles"), span, last_day=date(2026, 12, 31)
        )
    )
    assert slot("2026-01-05T20:00", "2026-01-06T01:00") in windows


def test_people_who_are_never_at_work_together_share_nothing():
    span = slot("2026-01-05T00:00", "2026-02-05T00:00")
    a, b = hours("UTC", "08:00", "12:00"), hours("UTC", "12:00", "17:00")
    assert list(shared_windows(a, b, span, last_day=date(2026, 12, 31))) == []


@given(
    zones=st.tuples(*[st.sampled_from(["Europe/Berlin", "America/Chicago", "Asia/Kolkata", "UTC"])] * 2),
    begins=st.integers(0, 330 * 24).map(lambda n: utc("2026-01-01T00:00") + timedelta(hours=n)),
)
def test_who_is_first_of_the_two_does_not_matter(zones, begins):
    span = Slot(starts_at=begins, ends_at=begins + timedelta(days=9))
    a, b = (hours(zone) for zone in zones)
    last_day = date(2026, 12, 31)
    assert list(shared_windows(a, b, span, last_day=last_day)) == list(
        shared_windows(b, a, span, last_day=last_day)
    )


def test_the_last_day_counts_on_each_ones_own_calendar():
    # Monday afternoon in Los Angeles is Tuesday in Auckland, one day too late.
    span = slot("2026-01-05T12:00", "2026-01-07T00:00")
    a, b = hours("America/Los_Angeles"), hours("Pacific/Auckland")
    for first, second in ((a, b), (b, a)):
        assert list(shared_windows(first, second, span, last_day=date(2026, 1, 5))) == []
        assert list(shared_windows(first, second, span, last_day=date(2026, 1, 6))) != []
