"""Weights that learn from outcomes: what is there is found, what isn't is left alone."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.learning.ratings import unrated
from services.matching.domain.learning.weights import (
    Rated,
    Verdict,
    _split,
    degrees_of,
    judged,
    learn,
    same_meaning,
)
from services.matching.domain.policy import DEFAULT, Criterion, Decisions, Policy
from services.matching.domain.policy.measure import Measure
from shared.contracts.matching import Contribution, FitReason
from shared.kernel import Scope

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHOWN = [each.name for each in judged(DEFAULT)]


def pairings(count, *, seed=1, noise=0.5, **effects):
    """Pairings whose rating rises so much where a criterion fits fully."""
    random = np.random.default_rng(seed)
    degrees = random.random((count, len(SHOWN)))
    rise = degrees @ np.array([effects.get(name.replace("-", "_"), 0) for name in SHOWN])
    outcomes = np.clip(2.5 + rise + random.normal(0, noise, count), 1, 5)
    return [
        Rated(dict(zip(SHOWN, row, strict=True)), float(outcome))
        for row, outcome in zip(degrees.tolist(), outcomes.tolist(), strict=True)
    ]


def by_name(learned):
    return {each.criterion: each for each in learned.criteria}


def test_an_effect_that_is_there_is_found():
    learned = learn(DEFAULT, pairings(300, shared_hours=2))
    assert learned.verdict is Verdict.CHANGE
    found = by_name(learned)
    hours = found["shared-hours"]
    assert hours.proposed == hours.present + hours.present // 4, "no more than a quarter at a time"
    assert hours.low > hours.present
    assert found["topics"].proposed < found["topics"].present


@pytest.mark.parametrize("seed", range(3))
def test_no_effect_changes_nothing_by_and_large(seed):
    learned = learn(DEFAULT, pairings(300, seed=seed))
    assert learned.verdict is Verdict.NO_REASON_TO_CHANGE
    assert all(each.proposed == each.present and each.low <= each.high for each in learned.criteria)


def test_chance_seldom_passes_for_an_effect():
    found = [learn(DEFAULT, pairings(60, seed=seed)).verdict for seed in range(40)]
    assert found.count(Verdict.CHANGE) <= 4


def test_weights_that_follow_outcomes_already_stay():
    rise = {each.name.replace("-", "_"): 2 * each.weight / 9100 for each in judged(DEFAULT)}
    learned = learn(DEFAULT, pairings(400, **rise))
    assert learned.verdict is Verdict.NO_REASON_TO_CHANGE


def test_too_few_pairings_say_how_many_it_takes():
    learned = learn(DEFAULT, pairings(49, topics=2))
    assert (learned.verdict, learned.pairings, learned.needed) == (Verdict.NOT_ENOUGH_DATA, 49, 50)
    assert all(each.proposed == each.present and each.low is None for each in learned.criteria)
    assert learn(DEFAULT, pairings(50, topics=2)).verdict is not Verdict.NOT_ENOUGH_DATA


def test_a_pairing_without_the_degree_of_a_criterion_does_not_count():
    short = [Rated({"topics": 1.0}, 5.0)] * 100
    assert learn(DEFAULT, short).pairings == 0


def test_the_same_pairings_give_the_same_answer():
    rated = pairings(120, department=1.5)
    assert learn(DEFAULT, rated) == learn(DEFAULT, rated)


@pytest.mark.parametrize("effect", ["topics", "department", "learning_style", "shared_hours"])
def test_what_some_gain_others_lose_and_nobody_more_than_a_quarter(effect):
    learned = learn(DEFAULT, pairings(250, **{effect: 2}))
    assert learned.verdict is Verdict.CHANGE
    assert sum(each.proposed for each in learned.criteria) == sum(each.present for each in learned.criteria)
    for each in learned.criteria:
        assert abs(each.proposed - each.present) <= each.present // 4
        if each.low <= each.present <= each.high:
            assert each.proposed == each.present


def test_a_criterion_that_fits_all_alike_is_left_alone():
    rated = [Rated(each.degrees | {"topics": 0.7}, each.outcome) for each in pairings(200, shared_hours=2)]
    found = by_name(learn(DEFAULT, rated))
    assert (found["topics"].proposed, found["topics"].low) == (found["topics"].present, None)
    assert found["shared-hours"].proposed > found["shared-hours"].present


def test_nothing_varies_nothing_is_proposed():
    same = [Rated(dict.fromkeys(SHOWN, 0.5), 4.0)] * 80
    assert learn(DEFAULT, same).verdict is Verdict.NO_REASON_TO_CHANGE
    content = [Rated(each.degrees, 5.0) for each in pairings(80)]
    assert learn(DEFAULT, content).verdict is Verdict.NO_REASON_TO_CHANGE


def test_a_policy_of_confidential_criteria_only_has_nothing_to_propose():
    only = Criterion(name="age", measure=Measure.COMPLEMENT, features=("generation",), weight=1000)
    learned = learn(Policy(criteria=(only,)), [Rated({}, 4.0)] * 30)
    assert (learned.criteria, learned.verdict) == ((), Verdict.NO_REASON_TO_CHANGE)


def test_what_is_confidential_or_weightless_is_not_looked_at():
    assert "generation" in {each.name for each in DEFAULT.criteria}
    assert "generation" not in SHOWN
    none = Criterion(name="region", measure=Measure.SIMILAR, features=("region",), weight=0)
    assert judged(Decisions(criteria=(none,))) == []


def test_other_weights_mean_the_same_another_measure_does_not():
    topics, *rest = DEFAULT.criteria
    heavier = Decisions(criteria=(topics.model_copy(update={"weight": 1}), *rest))
    other = Decisions(criteria=(topics.model_copy(update={"measure": Measure.SIMILAR}), *rest))
    assert same_meaning(DEFAULT, heavier)
    assert not same_meaning(DEFAULT, other)
    assert not same_meaning(DEFAULT, Decisions(criteria=(topics,)))


def test_degrees_are_what_the_two_were_told():
    reason = FitReason(code="topics-offered", features=("topics",))
    told = Contribution(criterion="topics", points=1000, at_most=4000, reason=reason)
    assert degrees_of([told]) == {"topics": 0.25}


@given(st.dictionaries(st.integers(0, 9), st.integers(1, 2500), min_size=1), st.data())
def test_points_are_split_to_the_last_one(most, data):
    points = data.draw(st.integers(0, sum(most.values())))
    parts = _split(points, most)
    assert sum(parts.values()) == points
    assert all(0 <= part <= most[n] for n, part in parts.items())


def test_ratings_add_up_in_any_order():
    first = unrated("pairing-1", Scope(tenant="acme", programme="p", region="emea"), NOW)
    later = NOW + timedelta(days=7)
    one, other = first.rated(5, NOW).rated(2, later), first.rated(2, later).rated(5, NOW)
    assert one == other
    assert (one.answers, one.counted(later).mean, one.rated_at) == (2, 3.5, later)


def test_what_is_rated_since_does_not_count():
    first = unrated("pairing-1", Scope(tenant="acme", programme="p", region="emea"), NOW).rated(5, NOW)
    counted = first.counted(NOW)
    assert (counted.rated(1, NOW).mean, counted.rated(1, NOW).counted(NOW).mean) == (5, 3)
