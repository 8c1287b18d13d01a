"""The noise has the distribution it should have, and figures are what the noise leaves."""

from collections import Counter
from math import sqrt
from random import Random
from secrets import SystemRandom

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from services.feedback.commands import closing
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS, item_of
from services.feedback.domain.release.blur import blurred_histogram, noise, round_randomly
from services.feedback.domain.release.figures import figures_of, project, recommendations_of
from services.feedback.domain.release.group import GroupCounts
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import Dimension
from tests.unit.feedback.feedback_facts import NOW
from tests.unit.feedback.releasing import RECOMMEND

PARAMETERS = Parameters()
DRAWS = 100_000


def test_noise_is_two_sided_geometric() -> None:
    chance, decay = Random(20260302), PARAMETERS.decay
    drawn = Counter(noise(decay, chance) for _ in range(DRAWS))
    widest = 6
    seen = [drawn[number] for number in range(-widest, widest + 1)]
    seen = [sum(n for number, n in drawn.items() if number < -widest), *seen]
    seen.append(DRAWS - sum(seen))
    inner = [(1 - decay) / (1 + decay) * decay ** abs(number) for number in range(-widest, widest + 1)]
    tail = (1 - sum(inner)) / 2
    expected = [DRAWS * share for share in (tail, *inner, tail)]
    distance = sum((one - other) ** 2 / other for one, other in zip(seen, expected, strict=True))
    assert distance < chi2.ppf(0.999, len(expected) - 1)
    mean = sum(number * n for number, n in drawn.items()) / DRAWS
    variance = sum(number**2 * n for number, n in drawn.items()) / DRAWS - mean**2
    assert abs(mean) < 4 * sqrt(PARAMETERS.noise_variance / DRAWS)
    assert variance == pytest.approx(PARAMETERS.noise_variance, rel=0.03)


def test_the_odds_of_two_answers_change_by_a_bounded_factor() -> None:
    """An answer moves one vote from a level to another: two counts change by one each."""
    assert PARAMETERS.decay**-2 == pytest.approx(np.exp(PARAMETERS.epsilon))
    assert PARAMETERS.noise_variance == pytest.approx(1.84, abs=0.005)
    assert PARAMETERS.audit_noise == pytest.approx(3.68, abs=0.01)


def test_closings_draw_from_the_operating_system() -> None:
    assert closing.SystemRandom is SystemRandom


@given(st.floats(1, 5), st.integers(0, 1000))
def test_a_vote_is_rounded_to_a_neighbour(value, seed) -> None:
    rounded = round_randomly(value, Random(seed))
    assert 1 <= rounded <= 5
    assert abs(rounded - value) < 1


def test_rounding_keeps_the_mean() -> None:
    chance = Random(7)
    rounded = [round_randomly(2.3, chance) for _ in range(20_000)]
    assert sum(rounded) / len(rounded) == pytest.approx(2.3, abs=0.015)


histograms = st.lists(st.integers(-8, 30), min_size=5, max_size=5)


@given(histograms, st.integers(8, 100))
def test_a_projected_histogram_has_the_known_size_and_no_negative_count(histogram, total) -> None:
    shown = project(np.array(histogram, dtype=float), total)
    assert shown.min() >= 0
    assert shown.sum() == pytest.approx(total)
    # It is the nearest: what is kept was moved by the same amount, what is zero by no less.
    moved = np.array(histogram) - shown
    kept = shown > 1e-9
    assert moved[kept] == pytest.approx(moved[kept][0])
    assert (moved[~kept] <= moved[kept][0] + 1e-9).all()


def test_the_margin_holds_in_95_of_100_groups() -> None:
    chance = Random(5)
    for people in (8, 30, 200):
        held = 0
        for _ in range(300):
            votes = [chance.uniform(1, 5) for _ in range(people)]
            histogram = blurred_histogram(votes, PARAMETERS.decay, chance, levels=5)
            [figure] = figures_of([group(people, histogram, CHECK_IN_USEFULNESS)], PARAMETERS)
            held += abs(figure.mean - sum(votes) / people) <= figure.mean_margin + 0.05
        assert held >= 0.93 * 300


def test_the_margin_of_the_net_promoter_score_holds_in_95_of_100_groups() -> None:
    chance = Random(6)
    item = item_of(RECOMMEND)
    for people in (8, 30, 200):
        held = 0
        for _ in range(300):
            answers = [chance.choices(range(11), (1,) * 6 + (2, 4, 5, 4, 4))[0] for _ in range(people)]
            levels = [item.level(answer) for answer in answers]
            histogram = blurred_histogram(levels, PARAMETERS.decay, chance, levels=item.levels)
            [score] = recommendations_of([group(people, histogram, RECOMMEND)], PARAMETERS)
            net = 100 * (sum(a >= 9 for a in answers) - sum(a <= 6 for a in answers)) / people
            held += abs(score.net - net) <= score.net_margin + 2.5
        assert held >= 0.93 * 300


def test_answers_to_the_recommendation_count_as_detractors_passives_and_promoters() -> None:
    assert [item_of(RECOMMEND).level(answer) for answer in range(11)] == [1] * 7 + [2] * 2 + [3] * 2


def group(people, histogram, asked):
    return GroupCounts(asked, Dimension.TOTAL, "all", NOW, people, histogram)
