"""Weights that feedback learns from ratings: what is there is found, what is not is left alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.commands.learning import count_batch, note_fit, rate
from services.feedback.domain.learning.outcome import TOGETHER, Outcome, start
from services.feedback.domain.learning.weights import NEEDED, recommend
from services.feedback.reactions import reactions
from services.feedback.store import OUTCOMES
from shared.contracts.feedback import WeightsLearned
from shared.contracts.matching import CriterionFit, PairingActivated, PairingFit
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import opened
from tests.unit.feedback.feedback_facts import NOW, SCOPE

CURRENT = {"topics": 4000, "hours": 3000, "department": 2000, "style": 1000}


def fit(degrees, round_id="round-1"):
    criteria = zip(CURRENT.items(), degrees, strict=True)
    return PairingFit(
        meaning="m1",
        round_id=round_id,
        criteria=tuple(
            CriterionFit(criterion=name, degree=degree, weight=weight) for (name, weight), degree in criteria
        ),
    )


def outcomes(count, seed, truth=None, rise=1.5):
    """Return pairings whose ratings rise with the true weights; the truth is the current ones by default."""
    chance = np.random.default_rng(seed)
    weights = np.array(truth or list(CURRENT.values()), dtype=float)
    weights /= weights.sum()
    made = []
    for number in range(count):
        degrees = chance.random(len(CURRENT))
        mean = 3.7 + rise * (degrees @ weights - 0.5) + chance.normal(0, 0.5)
        ratings = np.clip(np.rint(mean + chance.normal(0, 0.7, chance.integers(2, 9))), 1, 5).astype(int)
        sums = {"answers": len(ratings), "total": ratings.sum(), "squares": (ratings**2).sum()}
        counted = {f"counted_{name}": int(value) for name, value in sums.items()}
        outcome = start(f"pair-{number}", SCOPE).activated(fit(degrees, f"round-{number % 4}"), NOW)
        made.append(outcome.changed(**counted))
    return made


LATEST = fit([0.5] * len(CURRENT))


def test_below_200_pairings_nothing_is_recommended() -> None:
    assert recommend(outcomes(NEEDED - 1, 1), LATEST) == (None, ())


def test_what_ratings_follow_gets_more_weight() -> None:
    probability, criteria = recommend(outcomes(1000, 2, truth=[1, 1, 1, 7]), LATEST)
    assert probability > 0.99
    style = criteria[3]
    assert (style.criterion, style.weight) == ("style", 1000)
    assert 4000 < style.recommended < 9000
    assert style.low > style.weight
    assert sum(each.recommended for each in criteria) == sum(CURRENT.values())


@pytest.mark.parametrize(("rise", "most"), [(1.5, 2), (0, 5)])
def test_weights_that_are_right_or_do_not_matter_are_mostly_left_alone(rise, most) -> None:
    changed = 0
    for seed in range(20):
        _, criteria = recommend(outcomes(NEEDED, 100 + seed, rise=rise), LATEST)
        changed += any(each.recommended != each.weight for each in criteria)
    assert changed <= most


def test_a_criterion_that_fits_all_alike_keeps_its_weight() -> None:
    alike = [
        each.changed(fit=fit([*(part.degree for part in each.fit.criteria[:3]), 0.5]))
        for each in outcomes(400, 5, truth=[1, 1, 7, 1])
    ]
    _, criteria = recommend(alike, LATEST)
    style = criteria[3]
    assert style.recommended == style.low == style.high == 1000
    assert sum(each.recommended for each in criteria) == sum(CURRENT.values())


@given(st.lists(st.integers(1, 5), min_size=1), st.randoms(use_true_random=False))
def test_ratings_add_up_in_any_order_and_count_from_a_batch_on(ratings, chance) -> None:
    shuffled = chance.sample(ratings, len(ratings))
    one, other = (_rated(start("p", SCOPE), each) for each in (ratings, shuffled))
    assert one == other
    assert (one.waiting, one.counted_answers) == (True, 0)
    counted = one.counted()
    assert (counted.waiting, counted.counted_total) == (False, sum(ratings))
    assert counted.rated(1).counted_total == sum(ratings)


def _rated(outcome: Outcome, ratings) -> Outcome:
    for each in ratings:
        outcome = outcome.rated(each)
    return outcome


def activated(number, shown=LATEST):
    return PairingActivated(
        pairing_id=f"pair-{number}",
        proposal_id=f"proposal-{number}",
        mentor_id=f"mentor-{number}",
        mentee_id=f"mentee-{number}",
        mentor_employee_id=f"e-mentor-{number}",
        mentee_employee_id=f"e-mentee-{number}",
        score=8000,
        mentor_ready_at=TEST_NOW,
        mentee_ready_at=TEST_NOW,
        activated_at=TEST_NOW,
        fit=shown,
    )


@pytest.fixture
async def feedback():
    scenario = Scenario("feedback", reactions)
    await scenario.given(opened())
    return scenario


async def test_ratings_of_fewer_than_eight_pairings_wait(feedback):
    for number in range(TOGETHER):
        await feedback.command(note_fit, activated(number))
    for number in range(TOGETHER - 1):
        await feedback.command(rate, f"pair-{number}", 4)
    await feedback.command(count_batch)
    assert feedback.published() == []
    await feedback.command(rate, f"pair-{TOGETHER - 1}", 4)
    await feedback.command(count_batch)
    [fact] = feedback.published()
    assert fact == WeightsLearned(
        programme_id="rm-2026", meaning="m1", pairings=TOGETHER, needed=NEEDED, probability=None, criteria=()
    )
    await feedback.command(rate, "pair-0", 1)
    await feedback.command(count_batch)
    assert feedback.published() == [], "one more answer changes nothing"


async def test_pairings_that_people_made_teach_nothing(feedback):
    for number in range(TOGETHER):
        await feedback.command(note_fit, activated(number, None))
        await feedback.command(rate, f"pair-{number}", 4)
    await feedback.command(count_batch)
    assert feedback.published() == []


async def test_a_rating_may_come_before_the_activation(feedback):
    await feedback.command(rate, "pair-1", 4)
    await feedback.command(note_fit, activated(1))

    async def find(uow):
        return await uow.get(OUTCOMES, "pair-1")

    outcome = await feedback.command(find)
    assert (outcome.answers, outcome.meaning) == (1, "m1")
