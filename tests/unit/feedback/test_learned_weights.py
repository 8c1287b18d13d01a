"""Weights that feedback learns from ratings: what is there is found, what is not is left alone."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.commands import learning
from services.feedback.commands.learning import count_some, note_fit, rate
from services.feedback.domain.learning.pairing_answers import (
    RATING_FIELDS,
    TOGETHER,
    PairingAnswers,
    Rating,
    start,
)
from services.feedback.domain.learning.weights import NEEDED, recommend
from services.feedback.queries import ratings as rating_queries
from services.feedback.queries.ratings import next_batch
from services.feedback.reactions import reactions
from services.feedback.store import PAIRING_ANSWERS
from shared.contracts.feedback import WeightsLearned
from shared.contracts.matching import CriterionFit, PairingActivated, PairingFit
from shared.testing.harness import TEST_NOW
from shared.testing.memory_query import value_at
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


def ratings(count, seed, truth=None, rise=1.5):
    """Return pairings whose ratings rise with the true weights; the truth is the current ones by default."""
    chance = np.random.default_rng(seed)
    weights = np.array(truth or list(CURRENT.values()), dtype=float)
    weights /= weights.sum()
    made = []
    for number in range(count):
        degrees = chance.random(len(CURRENT))
        mean = 3.7 + rise * (degrees @ weights - 0.5) + chance.normal(0, 0.5)
        given = np.clip(np.rint(mean + chance.normal(0, 0.7, chance.integers(2, 9))), 1, 5).astype(int)
        sums = (len(given), int(given.sum()), int((given**2).sum()))
        made.append(Rating(f"round-{number % 4}", dict(zip(CURRENT, degrees, strict=True)), *sums))
    return made


LATEST = fit([0.5] * len(CURRENT))


def test_below_200_pairings_nothing_is_recommended() -> None:
    assert recommend(ratings(NEEDED - 1, 1), LATEST) == (None, ())


def test_what_ratings_follow_gets_more_weight() -> None:
    probability, criteria = recommend(ratings(1000, 2, truth=[1, 1, 1, 7]), LATEST)
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
        _, criteria = recommend(ratings(NEEDED, 100 + seed, rise=rise), LATEST)
        changed += any(each.recommended != each.weight for each in criteria)
    assert changed <= most


def test_a_criterion_that_fits_all_alike_keeps_its_weight() -> None:
    alike = [
        each._replace(degrees={**each.degrees, "style": 0.5}, round_id="round-1")
        for each in ratings(400, 5, truth=[1, 1, 7, 1])
    ]
    _, criteria = recommend(alike, LATEST)
    style = criteria[3]
    assert style.recommended == style.low == style.high == 1000
    assert sum(each.recommended for each in criteria) == sum(CURRENT.values())


@given(st.lists(st.integers(1, 5), min_size=1), st.randoms(use_true_random=False))
def test_ratings_add_up_in_any_order_and_count_from_a_batch_on(marks, chance) -> None:
    shuffled = chance.sample(marks, len(marks))
    one, other = (_rated(start("p", SCOPE), each) for each in (marks, shuffled))
    assert one == other
    assert (one.waiting, one.counted_answers) == (True, 0)
    counted = one.counted()
    assert (counted.waiting, counted.counted_total) == (False, sum(marks))
    assert counted.rated(1).counted_total == sum(marks)


def _rated(outcome: PairingAnswers, marks) -> PairingAnswers:
    for each in marks:
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


async def count_batch(feedback):
    """Let a batch count as closings do, in one transaction after the other; return how many it took."""
    batch, steps = await feedback.command(next_batch), 0
    while batch:
        batch, _ = await feedback.command(count_some, batch)
        steps += 1
    return steps


async def stored_outcomes(feedback):
    async def find(uow):
        return await uow.find(PAIRING_ANSWERS, sort=[("id", 1)])

    return await feedback.command(find)


async def test_ratings_of_fewer_than_eight_pairings_wait(feedback):
    for number in range(TOGETHER):
        await feedback.command(note_fit, activated(number))
    for number in range(TOGETHER - 1):
        await feedback.command(rate, f"pair-{number}", 4)
    await count_batch(feedback)
    assert feedback.published() == []
    await feedback.command(rate, f"pair-{TOGETHER - 1}", 4)
    await count_batch(feedback)
    [fact] = feedback.published()
    assert fact == WeightsLearned(
        programme_id="rm-2026", meaning="m1", pairings=TOGETHER, needed=NEEDED, probability=None, criteria=()
    )
    await feedback.command(rate, "pair-0", 1)
    await count_batch(feedback)
    assert feedback.published() == [], "one more answer changes nothing"


async def test_pairings_that_people_made_teach_nothing(feedback):
    for number in range(TOGETHER):
        await feedback.command(note_fit, activated(number, None))
        await feedback.command(rate, f"pair-{number}", 4)
    await count_batch(feedback)
    assert feedback.published() == []


async def test_a_rating_may_come_before_the_activation(feedback):
    await feedback.command(rate, "pair-1", 4)
    await feedback.command(note_fit, activated(1))

    async def find(uow):
        return await uow.get(PAIRING_ANSWERS, "pair-1")

    outcome = await feedback.command(find)
    assert (outcome.answers, outcome.meaning) == (1, "m1")


@pytest.mark.parametrize(("at_once", "steps"), [(3, 4), (5, 3), (100, 1)])
async def test_very_many_ratings_count_in_steps_and_are_published_once(feedback, monkeypatch, at_once, steps):
    monkeypatch.setattr(learning, "AT_ONCE", at_once)
    for number in range(10):
        await feedback.command(note_fit, activated(number))
        await feedback.command(rate, f"pair-{number}", 1 + number % 5)
    assert await count_batch(feedback) == steps
    [fact] = feedback.published()
    assert fact.pairings == 10
    assert all(not each.waiting and each.counted_answers == 1 for each in await stored_outcomes(feedback))


async def test_a_rating_that_comes_while_a_batch_is_counted_counts_once(feedback, monkeypatch):
    monkeypatch.setattr(learning, "AT_ONCE", 4)
    for number in range(9):
        await feedback.command(note_fit, activated(number))
        await feedback.command(rate, f"pair-{number}", 4)
    rest, _ = await feedback.command(count_some, await feedback.command(next_batch))
    for number in (0, 8):
        await feedback.command(rate, f"pair-{number}", 2)
    while rest:
        rest, _ = await feedback.command(count_some, rest)
    first, *_, last = await stored_outcomes(feedback)
    assert (first.waiting, first.counted_answers, first.answers) == (True, 1, 2), "of the next batch"
    assert (last.waiting, last.counted_answers, last.counted_total) == (False, 2, 6)
    assert len(feedback.published()) == 1


async def test_only_the_latest_pairings_count_and_eight_of_these_must_have_new_ratings(feedback, monkeypatch):
    monkeypatch.setattr(rating_queries, "MOST_PAIRINGS", TOGETHER)
    for number in range(TOGETHER + 2):
        pairing = activated(number).model_copy(update={"activated_at": TEST_NOW + timedelta(days=number)})
        await feedback.command(note_fit, pairing)
        if number < TOGETHER + 1:
            await feedback.command(rate, f"pair-{number}", 4)
    assert await count_batch(feedback) == 0, "seven of the latest eight"
    await feedback.command(rate, f"pair-{TOGETHER + 1}", 4)
    assert await count_batch(feedback) == 1
    [fact] = feedback.published()
    assert fact.pairings == TOGETHER
    assert [each.id for each in await stored_outcomes(feedback) if each.waiting] == ["pair-0", "pair-1"]


async def test_ratings_by_other_criteria_are_not_among_the_eight(feedback):
    for number in range(TOGETHER):
        meaning = LATEST if number else LATEST.model_copy(update={"meaning": "m0"})
        await feedback.command(note_fit, activated(number, meaning))
        await feedback.command(rate, f"pair-{number}", 4)
    await count_batch(feedback)
    assert feedback.published() == []


def test_stored_fields_are_those_of_a_rating() -> None:
    degrees = dict(zip(CURRENT, [0.25, 0.5, 0.75, 1], strict=True))
    outcome = start("p", SCOPE).activated(fit(degrees.values()), NOW)
    document = _rated(outcome, [3, 5]).counted().rated(1).model_dump()
    rating = Rating.of(*(value_at(document, field) for field in RATING_FIELDS))
    assert rating == Rating("round-1", degrees, answers=2, total=8, squares=34)
