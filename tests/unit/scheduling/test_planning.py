from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.hours import Slot
from services.scheduling.domain.planning import Pair, next_quarter, plan_series
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.vocabulary import WorkingHours

ZONES = [
    "Europe/Berlin", "America/New_York", "America/St_Johns", "America/Santiago", "Australia/Sydney",
    "Australia/Adelaide", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut",
    "Africa/Cairo", "Africa/Casablanca", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "UTC",
]  # fmt: skip
QUARTER = timedelta(minutes=15)


@st.composite
def working_hours(draw, earliest_minute: int = 0) -> WorkingHours:
    starts = draw(st.integers(earliest_minute, 19 * 60))
    ends = draw(st.integers(starts + 240, 24 * 60 - 1))
    return WorkingHours(
        time_zone=draw(st.sampled_from(ZONES)),
        starts=f"{starts // 60:02}:{starts % 60:02}",
        ends=f"{ends // 60:02}:{ends % 60:02}",
    )


instants = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minute: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@st.composite
def bookings(draw, begins: datetime) -> list[Slot]:
    minutes = st.tuples(st.integers(0, 200 * 24 * 4), st.integers(1, 40))
    return [
        Slot(starts_at=begins + start * QUARTER, ends_at=begins + (start + length) * QUARTER)
        for start, length in draw(st.lists(minutes, max_size=20))
    ]


@st.composite
def situations(draw, earliest_minute: int = 0) -> tuple[Pair, datetime]:
    earliest = draw(instants)
    pair = Pair(
        mentor=draw(working_hours(earliest_minute)),
        mentee=draw(working_hours(earliest_minute)),
        busy=draw(bookings(earliest)),
        rules=ProgrammeRules(
            session_minutes=draw(st.sampled_from([30, 45, 50, 60, 90])),
            cadence_weeks=draw(st.integers(1, 13)),
        ),
        last_day=earliest.date() + timedelta(days=draw(st.integers(-2, 400))),
    )
    return pair, earliest


def inside(slot: Slot, hours: WorkingHours) -> bool:
    """Judged by the wall clock alone, as the person would."""
    zone = ZoneInfo(hours.time_zone)
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return (
        starts.date() == ends.date()
        and starts.weekday() < 5
        and time.fromisoformat(hours.starts) <= starts.time()
        and ends.time() <= time.fromisoformat(hours.ends)
    )


@given(situations())
def test_every_session_lies_inside_both_working_days(situation):
    pair, earliest = situation
    for slot in plan_series(pair, earliest=earliest).slots:
        assert inside(slot, pair.mentor)
        assert inside(slot, pair.mentee)


@given(situations())
def test_sessions_never_overlap_each_other_or_what_is_booked(situation):
    pair, earliest = situation
    slots = list(plan_series(pair, earliest=earliest).slots)
    assert all(before.ends_at <= after.starts_at for before, after in pairwise(slots))
    assert not any(slot.overlaps(other) for slot in slots for other in pair.busy)


@given(situations())
def test_sessions_keep_to_the_programme(situation):
    pair, earliest = situation
    plan = plan_series(pair, earliest=earliest)
    days = (pair.last_day - earliest.date()).days + 1  # earliest may be a day later on the mentee's calendar
    assert len(plan.slots) + len(plan.unplaced) <= max(days, 0) // (7 * pair.rules.cadence_weeks) + 1
    assert all(day <= pair.last_day for day in plan.unplaced)
    for slot in plan.slots:
        assert slot.starts_at >= earliest
        assert slot.starts_at == next_quarter(slot.starts_at)
        assert slot.ends_at - slot.starts_at == pair.duration
        for hours in (pair.mentor, pair.mentee):
            assert slot.starts_at.astimezone(ZoneInfo(hours.time_zone)).date() <= pair.last_day


@given(situations())
def test_what_is_planned_could_also_be_chosen(situation):
    pair, earliest = situation
    assert all(pair.works_for_both(slot) for slot in plan_series(pair, earliest=earliest).slots)


# From 04:30 on, no clock change of these zones makes an hour twice or not at all, so that going through all
# quarter hours by the wall clock finds exactly what there is.
@given(situations(earliest_minute=270))
def test_the_first_free_slot_is_the_first_there_is(situation):
    pair, earliest = situation
    span = Slot(starts_at=earliest, ends_at=earliest + timedelta(days=6))
    assert next(pair.free_slots(span), None) == _first_by_trying(pair, span)


def _first_by_trying(pair: Pair, span: Slot) -> Slot | None:
    starts_at = next_quarter(span.starts_at)
    while starts_at + pair.duration <= span.ends_at:
        slot = Slot(starts_at=starts_at, ends_at=starts_at + pair.duration)
        in_programme = all(
            starts_at.astimezone(ZoneInfo(hours.time_zone)).date() <= pair.last_day
            for hours in (pair.mentor, pair.mentee)
        )
        free = not any(slot.overlaps(other) for other in pair.busy)
        if in_programme and free and inside(slot, pair.mentor) and inside(slot, pair.mentee):
            return slot
        starts_at += QUARTER
    return None


def berlin(starts: str = "09:00", ends: str = "17:00") -> WorkingHours:
    return WorkingHours(time_zone="Europe/Berlin", starts=starts, ends=ends)


def pair_of(mentor: WorkingHours, mentee: WorkingHours, last_day: date, **rules: object) -> Pair:
    return Pair(mentor, mentee, [], ProgrammeRules.model_validate(rules), last_day)


def test_a_change_of_the_clock_does_not_shift_a_series():
    pair = pair_of(berlin(), berlin(), date(2026, 12, 31), cadence_weeks=2)
    plan = plan_series(pair, earliest=datetime(2026, 3, 2, 0, tzinfo=UTC))
    local = [slot.starts_at.astimezone(ZoneInfo("Europe/Berlin")) for slot in plan.slots]
    assert [moment.date() for moment in local] == [
        date(2026, 3, 2) + timedelta(weeks=2 * n) for n in range(22)
    ]
    assert {moment.time() for moment in local} == {time(9)}
    assert {slot.starts_at.hour for slot in plan.slots} == {8, 7}
    assert not plan.unplaced


def test_hemispheres_that_drift_apart_keep_both_inside():
    # Sydney and London are 11 h apart in January, 9 h in July: only the ends of the day are shared.
    sydney = WorkingHours(time_zone="Australia/Sydney", starts="07:00", ends="19:30")
    london = WorkingHours(time_zone="Europe/London", starts="07:30", ends="18:00")
    plan = plan_series(pair_of(sydney, london, date(2026, 12, 31)), earliest=datetime(2026, 2, 1, tzinfo=UTC))
    assert (len(plan.slots), list(plan.unplaced)) == (12, [])
    assert all(inside(slot, sydney) and inside(slot, london) for slot in plan.slots)
    assert len({slot.starts_at.time() for slot in plan.slots}) > 1


def test_weeks_in_which_only_one_side_has_changed_its_clock_lose_no_session():
    hours = [
        WorkingHours(time_zone=zone, starts="09:00", ends="17:00")
        for zone in ("America/New_York", "Europe/Berlin")
    ]
    pair = pair_of(*hours, date(2027, 11, 30), cadence_weeks=1)
    plan = plan_series(pair, earliest=datetime(2027, 2, 1, tzinfo=UTC))
    assert (len(plan.slots), list(plan.unplaced)) == (44, [])
    assert {later.starts_at.isocalendar().week - slot.starts_at.isocalendar().week
            for slot, later in pairwise(plan.slots)} == {1}  # fmt: skip
    assert all(inside(slot, each) for slot in plan.slots for each in hours)


def test_people_who_share_no_hour_get_no_session_but_a_count():
    pair = pair_of(berlin("08:00", "12:00"), berlin("12:00", "17:00"), date(2026, 12, 31))
    plan = plan_series(pair, earliest=datetime(2026, 2, 1, tzinfo=UTC))
    assert (len(plan.slots), len(plan.unplaced)) == (0, 12)
    assert plan.unplaced[:2] == [date(2026, 2, 1), date(2026, 3, 1)]


def test_a_series_ends_with_the_programme():
    pair = pair_of(berlin(), berlin(), date(2026, 3, 31), cadence_weeks=4)
    plan = plan_series(pair, earliest=datetime(2026, 2, 2, 0, tzinfo=UTC))
    assert (len(plan.slots), list(plan.unplaced)) == (3, [])


def test_a_programme_that_is_over_plans_nothing():
    plan = plan_series(
        pair_of(berlin(), berlin(), date(2026, 1, 31)), earliest=datetime(2026, 2, 2, tzinfo=UTC)
    )
    assert (list(plan.slots), list(plan.unplaced)) == ([], [])


def test_a_booked_week_moves_a_session_to_the_next():
    earliest = datetime(2026, 2, 2, 0, tzinfo=UTC)
    week = Slot(starts_at=earliest, ends_at=earliest + timedelta(days=5))
    pair = Pair(berlin(), berlin(), [week], ProgrammeRules(), date(2026, 12, 31))
    first = plan_series(pair, earliest=earliest).slots[0]
    assert first.starts_at == datetime(2026, 2, 9, 8, tzinfo=UTC)


def test_free_slots_follow_one_another_around_bookings():
    begins = datetime(2026, 2, 2, 8, tzinfo=UTC)
    taken = Slot(starts_at=begins + timedelta(minutes=70), ends_at=begins + timedelta(minutes=100))
    pair = Pair(berlin(), berlin(), [taken], ProgrammeRules(), date(2026, 12, 31))
    span = Slot(starts_at=begins, ends_at=begins + timedelta(hours=4))
    starts = [slot.starts_at - begins for slot in pair.free_slots(span)]
    assert starts == [timedelta(0), timedelta(minutes=105), timedelta(minutes=165)]


@given(instants, st.integers(0, 899))
def test_quarters_are_quarters(instant, seconds):
    quarter = next_quarter(instant + timedelta(seconds=seconds))
    assert quarter.minute % 15 == 0
    assert quarter.second == 0
    assert timedelta(0) <= quarter - instant - timedelta(seconds=seconds) < QUARTER
