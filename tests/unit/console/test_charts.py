import asyncio
import signal
import xml.etree.ElementTree as ET

import pytest

from services.console.charts import programme_charts as charts
from services.console.charts.drawing import Drawings
from services.console.read_models.tally import Tally

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
        "released:usefulness:mean": 40,
        "released:usefulness:favourable": 75,
        "released:usefulness:neutral": 25,
        "match-days:0": 3,
        "match-days:4": 3,
    },
)


@pytest.fixture
async def drawings():
    made = Drawings(patience_seconds=600)
    yield made
    await made.close()


EMPTY = Tally(id="p", tenant="acme", programme="p")


@pytest.mark.parametrize("name", charts.ALL)
async def test_each_chart_is_drawn_and_told(drawings, name):
    chart = charts.ALL[name](FULL)
    root = ET.fromstring(await drawings.draw(chart))
    assert root.tag.endswith("svg")
    assert chart.summary.endswith(".")
    assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("name", charts.ALL)
def test_without_data_each_chart_says_why(name):
    chart = charts.ALL[name](EMPTY)
    assert chart.hidden
    assert "None" not in chart.hidden


async def test_the_same_numbers_are_drawn_once(drawings):
    first = await drawings.draw(charts.health(FULL))
    assert await drawings.draw(charts.health(FULL)) is first


async def test_drawing_goes_on_after_its_process_was_killed(drawings):
    await drawings.draw(charts.health(FULL))
    drawings._process.kill()
    await drawings._process.wait()
    assert b"<svg" in await drawings.draw(charts.funnel(FULL))


async def test_drawing_does_not_stop_the_event_loop(drawings):
    await drawings.draw(charts.health(FULL))
    drawings._process.send_signal(signal.SIGSTOP)
    drawing = asyncio.create_task(drawings.draw(charts.funnel(FULL)))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not drawing.done()
    drawings._process.send_signal(signal.SIGCONT)
    assert b"<svg" in await drawing


async def test_a_cancelled_drawing_is_never_taken_for_the_next(drawings):
    await drawings.draw(charts.ratings(FULL))
    drawings._process.send_signal(signal.SIGSTOP)
    first = asyncio.create_task(drawings.draw(charts.health(FULL)))
    for _ in range(20):  # so that it has been asked for
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert b"Enrolled" in await drawings.draw(charts.funnel(FULL))


async def test_no_process_is_left(drawings):
    await drawings.draw(charts.health(FULL))
    process = drawings._process
    await drawings.close()
    assert process.returncode is not None


def test_all_pairings_are_in_some_bar():
    counts = {f"match-days:{day}": 1 for day in range(60)}
    chart = charts.time_to_match(Tally(id="p", tenant="a", programme="p", counts=counts))
    assert sum(int(row[1]) for row in chart.rows) == 60


def test_two_weeks_of_sessions():
    chart = charts.sessions_by_week(FULL)
    assert chart.rows == (("2026-01-05", 4, 0, 0, 0, 0), ("2026-01-12", 0, 0, 1, 0, 0))


def test_ratings_are_drawn_in_three_bands_once_they_are_released():
    chart = charts.ratings(FULL)
    assert chart.rows == (("4 or 5", 75), ("3", 25), ("1 or 2", 0))
    assert "75 % gave 4 or 5, 25 % gave 3, 0 % gave 1 or 2" in chart.summary
    assert not charts.ratings(EMPTY).rows
