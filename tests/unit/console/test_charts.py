import xml.etree.ElementTree as ET

import pytest

from services.console import charts
from services.console.domain.tally import Tally
from services.console.drawing import draw

FULL = Tally(
    id="p",
    tenant="acme",
    programme="p",
    counts={
        "week:2026-01-05:held": 4,
        "week:2026-01-12:missed": 1,
        "sessions:held": 4,
        "sessions:missed": 1,
        "step:mentor:enrolled": 40,
        "step:mentee:enrolled": 38,
        "health:on-track": 12,
        "respondents:emea": 9,
        "rating:5": 9,
        "rating:2": 3,
        "match-days:0": 3,
        "match-days:4": 3,
    },
)
EMPTY = Tally(id="p", tenant="acme", programme="p")


@pytest.mark.parametrize("name", charts.ALL)
async def test_each_chart_is_drawn_and_told(name):
    chart = charts.ALL[name](FULL)
    root = ET.fromstring(await draw(chart))
    assert root.tag.endswith("svg")
    assert chart.summary.endswith(".")
    assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("name", charts.ALL)
def test_without_data_each_chart_says_why(name):
    chart = charts.ALL[name](EMPTY)
    assert chart.hidden
    assert "None" not in chart.hidden


async def test_the_same_numbers_are_drawn_once():
    assert await draw(charts.health(FULL)) is await draw(charts.health(FULL))


def test_all_pairings_are_in_some_bar():
    counts = {f"match-days:{day}": 1 for day in range(60)}
    chart = charts.time_to_match(Tally(id="p", tenant="a", programme="p", counts=counts))
    assert sum(int(row[1]) for row in chart.rows) == 60


def test_two_weeks_of_sessions():
    chart = charts.sessions_by_week(FULL)
    assert chart.rows == (("2026-01-05", 4, 0, 0, 0), ("2026-01-12", 0, 0, 1, 0))


def test_few_answers_are_never_drawn():
    few = Tally(id="p", tenant="a", programme="p", counts={"respondents:emea": 4, "rating:1": 4})
    chart = charts.ratings(few)
    assert chart.hidden
    assert not chart.rows
