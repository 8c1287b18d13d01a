import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.domain import figures
from services.console.domain.tally import Tally
from shared.contracts.enrollment import Objective
from shared.contracts.measures import SMALLEST_CELL


def tally(**counts: int) -> Tally:
    named = {name.replace("__", ":").replace("_", "-"): n for name, n in counts.items()}
    return Tally(id="p", tenant="acme", programme="p", counts=named)


def objective(measure: str, baseline: float, target: float) -> Objective:
    return Objective(name="aim", measure=measure, baseline=baseline, target=target)


def test_few_answers_give_no_mean():
    few = tally(respondents__emea=4, rating__5=40)
    assert figures.mean_rating(few) is None
    assert figures.mean_progress(few) is None


def test_enough_answers_give_a_mean():
    enough = tally(respondents__emea=5, rating__5=3, rating__2=3, progress__sum=250, progress__people=5)
    assert figures.mean_rating(enough) == 3.5
    assert figures.mean_progress(enough) == 50


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


regions = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 12), min_size=1)


@given(regions)
def test_no_small_cell_is_shown_or_told_by_the_total(people: dict[str, int]):
    counts = {}
    for region, n in people.items():
        counts |= {f"respondents:{region}": n, f"region-answers:{region}": n, f"region-sum:{region}": 3 * n}
    cells = figures.satisfaction_by_region(Tally(id="p", tenant="a", programme="p", counts=counts))
    hidden = [people[cell.region] for cell in cells if cell.mean is None]
    assert all(cell.people is None or cell.people >= SMALLEST_CELL for cell in cells)
    assert not hidden or len(hidden) > 1 or len(people) == 1
