from datetime import date, timedelta

import pytest

from demo.calendar import STARTS_ON, day_number, ends_on, evenings, opening, working_days_between


@pytest.mark.parametrize(
    ("months", "last"),
    [
        (1, date(2026, 2, 4)),
        (6, date(2026, 7, 4)),
        (12, date(2027, 1, 4)),
        (24, date(2028, 1, 4)),
    ],
)
def test_a_programme_ends_the_day_before_its_months_are_full(months, last):
    assert ends_on(months) == last


def test_evenings_are_working_days_after_the_opening_in_order():
    working_days = list(evenings(ends_on(6)))
    assert working_days == sorted(set(working_days))
    assert working_days[0] > opening()
    assert all(evening.weekday() < 5 for evening in working_days)
    assert working_days[-1].date() <= ends_on(6)
    assert len(working_days) == 130


def test_day_numbers_count_from_the_start():
    assert day_number(opening()) == 0
    assert day_number(opening() + timedelta(days=14)) == 14


def test_weekends_are_no_working_days():
    friday = STARTS_ON + timedelta(days=4)
    monday = friday + timedelta(days=3)
    assert working_days_between(friday, friday) == 0
    assert working_days_between(friday, monday) == 1
    assert working_days_between(STARTS_ON, monday) == 5
