"""The effect of taking part: published examples, the libraries' own results, and when there is too little."""

from math import sqrt

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep

from services.enrollment.domain.effect.difference import Difference, compare
from services.enrollment.domain.effect.finding import find
from services.enrollment.domain.effect.sensitivity import (
    LARGEST_GAMMA,
    e_value,
    e_value_of_limit,
    largest_gamma,
    upper_probability,
)
from services.enrollment.domain.effect.strata import Stratum, choose_strata, effective_others
from shared.contracts.enrollment import Outcome, Tendency
from tests.unit.enrollment.effect_worlds import assert_all_counted, cells_of, small_cells

SEVERAL = [Stratum(40, 12, 100, 15), Stratum(30, 5, 60, 9), Stratum(50, 20, 150, 30)]
HAMMOND = [Stratum(1, 1, 1, 0)] * 110 + [Stratum(1, 0, 1, 1)] * 12
"""Pairs of a smoker and another, of whom one died of lung cancer (Rosenbaum, Observational Studies, 4.3)."""


def test_newcombes_first_example():
    difference = compare([Stratum(70, 56, 80, 48)])
    assert difference.value == pytest.approx(0.2)
    assert (round(difference.low, 4), round(difference.high, 4)) == (0.0524, 0.3339)


@pytest.mark.parametrize("stratum", [(70, 56, 80, 48), (9, 3, 10, 10), (200, 31, 1000, 120), (5, 0, 7, 7)])
def test_one_stratum_is_the_librarys_own_interval(stratum):
    difference = compare([Stratum(*stratum)])
    n1, x1, n0, x0 = stratum
    low, high = confint_proportions_2indep(x1, n1, x0, n0, compare="diff", method="newcomb")
    assert (difference.low, difference.high) == (pytest.approx(low), pytest.approx(high))


def test_others_are_weighted_to_the_circumstances_of_participants():
    strata = [Stratum(30, 15, 10, 5), Stratum(10, 1, 90, 9)]
    difference = compare(strata)
    assert difference.participants == pytest.approx(16 / 40)
    assert difference.others == pytest.approx(0.75 * 0.5 + 0.25 * 0.1)
    assert difference.effective == pytest.approx(1 / (0.75**2 / 10 + 0.25**2 / 90))
    assert difference.value == pytest.approx(0), "without weights it would be 26 points"


def test_strata_with_one_side_only_are_left_out():
    alone = [Stratum(7, 7, 0, 0), Stratum(0, 0, 300, 300)]
    assert compare([*SEVERAL, *alone]) == compare(SEVERAL)


def test_the_e_values_of_its_authors_example():
    """A relative risk of 3.9 with an interval from 1.8: maternal feeding and infants' deaths."""
    assert (round(e_value(3.9), 2), round(e_value(1.8), 1)) == (7.26, 3.0)
    assert e_value(1 / 3.9) == pytest.approx(e_value(3.9))
    assert e_value(1.0) == 1.0


def test_the_e_value_is_that_of_the_rarer_direction_and_the_nearer_limit():
    staying = Difference(200, 900, 700, 0.90, 0.80, low=0.04, high=0.15)
    leaving = (0.20 - 0.04) / 0.20
    assert e_value_of_limit(staying) == pytest.approx(e_value(leaving))
    assert e_value_of_limit(staying) == pytest.approx(1 / leaving + sqrt(1 / leaving * (1 / leaving - 1)))
    assert e_value_of_limit(Difference(200, 900, 700, 0.82, 0.80, low=-0.04, high=0.08)) == 1.0


@pytest.mark.parametrize(("gamma", "published"), [(4.0, 0.0036), (5.0, 0.03), (6.0, 0.1)])
def test_rosenbaums_example(gamma, published):
    assert upper_probability(HAMMOND, gamma) == pytest.approx(published, rel=0.05)


def test_rosenbaums_example_withstands_a_bias_between_four_and_five():
    assert 4 < largest_gamma(HAMMOND, more=True) < 5


def test_without_bias_it_is_the_librarys_mantel_haenszel_test():
    tables = [
        np.array([[s.participants_with, s.participants - s.participants_with],
                  [s.others_with, s.others - s.others_with]])
        for s in SEVERAL
    ]  # fmt: skip
    two_sided = StratifiedTable(tables).test_null_odds(correction=True).pvalue
    assert upper_probability(SEVERAL, 1.0) == pytest.approx(two_sided / 2)


def test_fewer_outcomes_are_judged_as_more_of_the_opposite():
    opposite = [Stratum(a, a - b, c, c - d) for a, b, c, d in SEVERAL]
    assert largest_gamma(SEVERAL, more=True) == pytest.approx(largest_gamma(opposite, more=False))
    assert largest_gamma(SEVERAL, more=False) is None
    assert largest_gamma([Stratum(300, 300, 300, 0)], more=True) == LARGEST_GAMMA
    assert largest_gamma([Stratum(30, 0, 30, 0)], more=True) is None, "nobody has the outcome"


def test_circumstances_are_divided_as_finely_as_people_suffice():
    many = choose_strata(cells_of(np.random.default_rng(1), participants=2000, others=10_000, effect=0))
    few = choose_strata(cells_of(np.random.default_rng(1), participants=40, others=60, effect=0))
    assert len(many[Outcome.STAYED]) > 100
    assert len(few[Outcome.STAYED]) <= 12


def test_the_way_of_dividing_follows_from_numbers_of_people_alone():
    """The same people with other outcomes are divided alike."""
    seeds = [cells_of(np.random.default_rng(3), participants=80, others=400, effect=e) for e in (0, 0.2)]
    one, other = (choose_strata(cells)[Outcome.PROMOTED] for cells in seeds)
    assert [(s.participants, s.others) for s in one] == [(s.participants, s.others) for s in other]
    assert one != other


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {3: (29, 500)},
        {3: (500, 29)},
        {3: (100, 0), 9: (0, 400)},
        {3: (70, 400), 9: (30, 0)},
    ],
    ids=["nobody", "few participants", "few others", "nobody comparable", "too few comparable"],
)
def test_too_few_people_are_not_compared(counts):
    assert choose_strata(small_cells(counts)) is None


def test_everybody_is_counted_once():
    assert_all_counted(small_cells({3: (5, 7), 4: (2, 0)}), 14)


def test_enough_data_is_a_finding_whose_interval_is_rounded_outwards():
    finding, exact = find([Stratum(200, 52, 1000, 120)]), compare([Stratum(200, 52, 1000, 120)])
    assert (finding.participants, finding.others, finding.participants_share, finding.others_share) == (
        200,
        1000,
        26,
        12,
    )
    assert 100 * exact.low - 0.1 < finding.low <= 100 * exact.low
    assert 100 * exact.high <= finding.high < 100 * exact.high + 0.1
    assert (finding.difference, finding.tendency) == (14.0, Tendency.HIGHER)
    assert finding.e_value > 1.5
    assert finding.gamma > 1.5


def test_an_interval_around_nothing_allows_either():
    finding = find([Stratum(200, 25, 1000, 120)])
    assert (finding.tendency, finding.e_value, finding.gamma) == (Tendency.EITHER, 1.0, None)
    assert finding.low < 0 < finding.high
    assert find([Stratum(200, 20, 1000, 400)]).tendency == Tendency.LOWER


@pytest.mark.parametrize(
    "stratum",
    [(29, 12, 900, 300), (900, 300, 29, 12), (200, 7, 1000, 120), (200, 193, 1000, 800), (200, 30, 1000, 7),
     (31, 15, 31, 15)],
    ids=["participants", "others", "seven promoted", "seven left", "seven others", "wide"],
)  # fmt: skip
def test_without_enough_data_there_is_no_finding(stratum):
    assert find([Stratum(*stratum)]) is None


def test_too_many_participants_without_comparable_people_leave_no_finding():
    assert find([Stratum(200, 40, 1000, 120)]) is not None
    assert find([Stratum(200, 40, 1000, 120), Stratum(51, 10, 0, 0)]) is None


@pytest.mark.parametrize("effect", [0.0, 0.08])
def test_intervals_hold_the_true_effect_as_often_as_they_say(effect):
    assert held(effect, people=200, runs=60) >= 0.9, "of 60 runs; 0.95 in the long run"


@pytest.mark.long
@pytest.mark.parametrize("effect", [0.0, 0.08])
@pytest.mark.parametrize("people", [100, 200, 2000])
def test_intervals_keep_their_rate_over_many_organisations(effect, people):
    """The rate of 1,000 runs is within three of its standard errors, or above."""
    assert held(effect, people=people, runs=1000) >= 0.95 - 3 * sqrt(0.95 * 0.05 / 1000)


def held(effect, *, people, runs):
    """The share of intervals that hold the effect, of both outcomes, in these many made-up organisations."""
    hits = total = 0
    for run in range(runs):
        chance = np.random.default_rng(1000 * run + people)
        strata = choose_strata(cells_of(chance, participants=people, others=5 * people, effect=effect))
        for outcome in Outcome:
            difference = compare(strata[outcome])
            hits += difference.low <= effect <= difference.high
            total += 1
    return hits / total


def test_few_participants_rarely_have_enough_data_and_two_hundred_always():
    def answers(people):
        detected = []
        for run in range(20):
            chance = np.random.default_rng(run)
            strata = choose_strata(cells_of(chance, participants=people, others=5 * people, effect=0))
            detected += [bool(strata and find(strata[outcome])) for outcome in Outcome]
        return sum(detected) / len(detected)

    assert (answers(20), answers(200)) == (0, 1)
    assert effective_others([]) == 0
