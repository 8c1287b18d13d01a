import pytest

from services.console.locale import CATALOGUE
from services.console.read_models import figures
from services.console.read_models.released import Released, released_mean
from services.console.read_models.tally import Tally
from services.console.wording import health_reason, released_figure, released_group, target_distance
from shared.contracts.enrollment import Objective, ProgrammeRules
from shared.contracts.feedback import Dimension, HealthReason, Question
from tests.helpers.figures import figure

VOICE = CATALOGUE.voice("en")


def tally(**counts: int) -> Tally:
    named = {name.replace("__", ":").replace("_", "-"): n for name, n in counts.items()}
    return Tally(id="p", tenant="acme", programme="p", counts=named)


def objective(measure: str, baseline: float, target: float) -> Objective:
    return Objective(name="aim", measure=measure, baseline=baseline, target=target)


FIGURES = (
    figure(Question.USEFULNESS, 4.0),
    figure(Question.USEFULNESS, 3.1, Dimension.GRADE_BAND, "4-6"),
    figure(Question.USEFULNESS, 3.2, Dimension.REGION, "emea"),
)


def test_before_a_release_there_are_no_figures():
    assert released_mean(tally(), Question.USEFULNESS) is None
    assert figures.progress(tally(), objective("satisfaction", 1, 5)).actual is None


def test_objectives_follow_from_the_released_totals():
    row = Released(id="p", tenant="acme", programme="p", figures=FIGURES)
    counts = tally().moved({}, row.facets())
    assert figures.progress(counts, objective("satisfaction", 3, 5)).actual == 4.0
    newer = row.noted(figures=(figure(Question.USEFULNESS, 2.5),))
    moved = counts.moved(row.facets(), newer.facets())
    assert released_mean(moved, Question.USEFULNESS) == 2.5


def test_figures_are_shown_with_their_margin_and_their_group():
    assert released_figure(VOICE, FIGURES[0]) == "4.0 ± 0.4"
    assert released_figure(CATALOGUE.voice("de"), FIGURES[0]) == "4,0 ± 0,4"
    assert [released_group(VOICE, each) for each in FIGURES] == ["All", "Grades 4 to 6", "Region emea"]


def test_every_reason_has_words():
    worded = {health_reason(VOICE, code, ProgrammeRules()) for code in HealthReason}
    assert len(worded) == len(HealthReason)
    assert not worded & {code.replace("-", " ") for code in HealthReason}
    assert health_reason(VOICE, "a-new-code", ProgrammeRules()) == "a new code"


@pytest.mark.parametrize(
    ("days", "median"), [({}, None), ({1: 1}, 1), ({0: 5, 9: 4}, 0), ({0: 1, 3: 1, 20: 2}, 3)]
)
def test_median_days_to_match(days, median):
    counts = {f"match-days:{day}": n for day, n in days.items()}
    assert figures.median_days_to_match(Tally(id="p", tenant="a", programme="p", counts=counts)) == median


def test_progress_without_data_says_so():
    progress = figures.progress(tally(), objective("sessions-held", 0, 90))
    assert (progress.actual, progress.beyond) == (None, None)


@pytest.mark.parametrize(
    ("baseline", "target", "beyond", "words"),
    [
        (50, 80, 10, "10 beyond the target"),
        (80, 92.5, -2.5, "2.5 short of the target"),
        (50, 90, 0, "Target reached"),
        (90, 90, 0, "Target reached"),
        (100, 95, 5, "5 beyond the target"),
    ],
)
def test_an_objective_says_how_far_it_is_beyond_its_target(baseline, target, beyond, words):
    counts = tally(sessions__held=9, sessions__missed=1)
    progress = figures.progress(counts, objective("sessions-held", baseline, target))
    assert (progress.beyond, target_distance(VOICE, progress.beyond)) == (beyond, words)


def test_participation_is_paired_of_ready():
    counts = tally(step__mentor__ready=3, step__mentee__ready=1, step__mentor__paired=1)
    assert figures.progress(counts, objective("participation", 0, 100)).actual == 25
