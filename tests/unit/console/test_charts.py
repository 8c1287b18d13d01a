import asyncio
import re
import signal
import xml.etree.ElementTree as ET

import pytest

from services.console.charts import programme_charts as charts
from services.console.charts.drawing import Drawings
from services.console.charts.vega import ON_DARK
from services.console.locale import CATALOGUE
from services.console.read_models.tally import Tally
from shared.service.child_process import ChildProcess, Launcher

VOICE = CATALOGUE.voice("en")

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


@pytest.fixture(scope="module")
async def drawings():
    """Drawings whose process all tests share that only draw."""
    made = Drawings(patience_seconds=600)
    yield made
    await made.close()


@pytest.fixture
async def own_drawings():
    """Drawings with a process of their own, for tests that end or interrupt it."""
    made = Drawings(patience_seconds=600)
    yield made
    await made.close()


EMPTY = Tally(id="p", tenant="acme", programme="p")


@pytest.mark.parametrize("name", charts.ALL)
async def test_each_chart_is_drawn_and_described(drawings, name):
    chart = charts.ALL[name](VOICE, FULL)
    root = ET.fromstring(await drawings.draw(chart))
    assert root.tag.endswith("svg")
    assert chart.summary.endswith(".")
    assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("name", charts.ALL)
def test_without_data_each_chart_says_why(name):
    chart = charts.ALL[name](VOICE, EMPTY)
    assert chart.hidden
    assert "None" not in chart.hidden


@pytest.mark.parametrize("language", ["de", "fr", "es"])
async def test_charts_speak_other_languages(drawings, language):
    voice = CATALOGUE.voice(language)
    for name, make in charts.ALL.items():
        chart, english = make(voice, FULL), make(VOICE, FULL)
        assert chart.title != english.title
        assert chart.summary != english.summary
        assert make(voice, EMPTY).hidden != make(VOICE, EMPTY).hidden
        drawn = ET.fromstring(await drawings.draw(chart))
        assert chart.unit in "".join(drawn.itertext()), name


async def test_charts_follow_the_theme_of_their_page(drawings):
    svg = (await drawings.draw(charts.funnel(VOICE, FULL))).decode()
    assert "prefers-color-scheme: dark" in svg
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', svg))
    assert used
    assert used <= ON_DARK.keys()


async def test_the_same_numbers_are_drawn_once(drawings):
    first = await drawings.draw(charts.health(VOICE, FULL))
    assert await drawings.draw(charts.health(VOICE, FULL)) is first


async def test_drawing_goes_on_after_its_process_was_killed(own_drawings):
    await own_drawings.draw(charts.health(VOICE, FULL))
    process = own_drawings._process.current
    process.kill()
    await process.wait()
    assert b"<svg" in await own_drawings.draw(charts.funnel(VOICE, FULL))


async def test_drawing_does_not_stop_the_event_loop(own_drawings):
    await own_drawings.draw(charts.health(VOICE, FULL))
    own_drawings._process.current.send_signal(signal.SIGSTOP)
    drawing = asyncio.create_task(own_drawings.draw(charts.funnel(VOICE, FULL)))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not drawing.done()
    own_drawings._process.current.send_signal(signal.SIGCONT)
    assert b"<svg" in await drawing


async def test_a_cancelled_drawing_is_never_taken_for_the_next(own_drawings):
    await own_drawings.draw(charts.ratings(VOICE, FULL))
    own_drawings._process.current.send_signal(signal.SIGSTOP)
    first = asyncio.create_task(own_drawings.draw(charts.health(VOICE, FULL)))
    for _ in range(20):  # so that it has been asked for
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert b"Enrolled" in await own_drawings.draw(charts.funnel(VOICE, FULL))


async def test_no_process_is_left(own_drawings, monkeypatch):
    monkeypatch.setattr(ChildProcess, "launcher", Launcher())
    await own_drawings.draw(charts.health(VOICE, FULL))
    process = own_drawings._process.current
    await own_drawings.close()
    assert process.returncode is not None


def test_all_pairings_are_in_some_bar():
    counts = {f"match-days:{day}": 1 for day in range(60)}
    chart = charts.time_to_match(VOICE, Tally(id="p", tenant="a", programme="p", counts=counts))
    assert sum(int(row[1]) for row in chart.rows) == 60


def test_two_weeks_of_sessions():
    chart = charts.sessions_by_week(VOICE, FULL)
    assert chart.columns == ("Week of", "Took place", "Did not take place"), "no state without sessions"
    assert chart.rows == (("5 Jan", 4, 0), ("12 Jan", 0, 1))


def test_ratings_are_drawn_in_three_bands_once_they_are_released():
    chart = charts.ratings(VOICE, FULL)
    assert chart.rows == (("4 or 5", 75), ("3", 25), ("1 or 2", 0))
    assert "4 or 5: 75 %, 3: 25 %, 1 or 2: 0 %" in chart.summary
    assert not charts.ratings(VOICE, EMPTY).rows
