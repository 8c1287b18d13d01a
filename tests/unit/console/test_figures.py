import pytest

from services.console.read_models import figures, wording
from services.console.read_models.released import Released, released
from services.console.read_models.tally import Tally
from shared.contracts.enrollment import Objective, ProgrammeRules
from shared.contracts.feedback import Figures, HealthReason


def tally(**counts: int) -> Tally:
    named = {name.replace("__", ":").replace("_", "-"): n for name, n in counts.items()}
    return Tally(id="p", tenant="acme", programme="p", counts=named)


def objective(measure: str, baseline: float, target: float) -> Objective:
    return Objective(name="aim", measure=measure, baseline=baseline, target=target)


FIGURES = Figures(people=10, satisfaction=4.0, goal_progress=40, satisfied=50, neutral=25, dissatisfied=0)


def test_before_a_release_there_are_no_figures():
    assert released(tally()) is None
    assert figures.progress(tally(), objective("satisfaction", 1, 5)).actual is None


def test_released_figures_go_through_the_tally_unchanged():
    row = Released(id="p", tenant="acme", programme="p", figures=FIGURES)
    counts = tally().moved({}, row.facets())
    assert released(counts) == FIGURES
    assert figures.progress(counts, objective("satisfaction", 3, 5)).actual == 4.0
    assert figures.progress(counts, objective("goal-progress", 0, 80)).share == 0.5
    newer = row.noted(figures=FIGURES.model_copy(update={"satisfaction": 2.5, "dissatisfied": 25}))
    assert released(counts.moved(row.facets(), newer.facets())) == newer.figures


def test_coarse_figures_say_that_they_are():
    assert wording.satisfaction(FIGURES) == "4"
    ends = FIGURES.model_copy(update={"satisfaction": 4.5, "goal_progress": 10})
    assert (wording.satisfaction(ends), wording.goal_progress(ends)) == ("4.5 or more", "10 % or less")
    assert [wording.share(each) for each in (0, 25, 75)] == ["under 25 %", "25 to 49 %", "75 % or more"]


def test_every_reason_has_words():
    assert set(wording.health_reasons(ProgrammeRules())) == set(HealthReason)


@pytest.mark.parametrize(
    ("days", "median"), [({}, None), ({1: 1}, 1), ({0: 5, 9: 4}, 0), ({0: 1, 3: 1, 20: 2}, 3)]
)
def test_median_days_to_match(days, median):
    counts = {f"match-days:{day}": n for day, n in days.items()}
    assert figures.median_days_to_match(Tally(id="p", tenant="a", programme="p", counts=counts)) == median


def test_progress_without_data_says_so():
    assert figures.progress(tally(), objective("sessions-held", 0, 90)).actual is None


def test_progress_stays_between_nothing_and_all():
    counts = tally(sessions__held=9, sessions__missed=1)
    assert figures.progress(counts, objective("sessions-held", 95, 99)).share == 0
    assert figures.progress(counts, objective("sessions-held", 50, 80)).share == 1
    assert figures.progress(counts, objective("sessions-held", 80, 100)).share == pytest.approx(0.5)


def test_an_objective_to_hold_the_level():
    assert figures.progress(tally(sessions__held=1), objective("sessions-held", 100, 100)).share == 1


def test_participation_is_paired_of_ready():
    counts = tally(step__mentor__ready=3, step__mentee__ready=1, step__mentor__paired=1)
    assert figures.progress(counts, objective("participation", 0, 100)).actual == 25
