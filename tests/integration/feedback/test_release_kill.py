"""The service is killed while it releases figures and deletes used answers, and goes on where it was."""

import signal
from collections import Counter, defaultdict
from datetime import UTC, datetime

import pytest

from benchmarks.feedback.answers import programme_with_answers
from benchmarks.pages.people import PROGRAMME, SCOPE
from services.feedback.domain.learning.pairing_answers import start
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS
from services.feedback.store import GROUPS, PAIRING_ANSWERS, PENDING, RESPONDENTS, SCHEDULES
from shared.contracts.feedback import FiguresDue, FiguresReleased, WeightsLearned
from shared.contracts.matching import CriterionFit, PairingFit
from shared.testing.harness import start_publisher
from shared.testing.topics import read_topic
from tests.helpers.replicas import replicas_of, until

pytestmark = pytest.mark.integration

PAIRINGS = 3_000
"""Their groups are made in two transactions, and the answers deleted in dozens."""
RATED = 1_200
"""Pairings whose ratings begin to count, in three transactions."""
FIT = PairingFit(
    meaning="m1",
    round_id="round-1",
    criteria=(CriterionFit(criterion="topics", degree=0.5, weight=10_000),),
)


@pytest.fixture
async def namespace(environment):
    async with replicas_of(environment, "feedback") as namespace:
        yield namespace


async def wait_for_release(namespace):
    """Store the answers of a programme, and ratings of its pairings."""
    now = datetime.now(UTC)
    rows = defaultdict(list)
    for _, collection, aggregate in programme_with_answers(PAIRINGS, now):
        rows[collection].append(aggregate)
    made = start("pairing", SCOPE).activated(FIT, now).rated(4)
    rows[PAIRING_ANSWERS] = [made.changed(id=f"pairing-{number}") for number in range(RATED)]
    for collection, aggregates in rows.items():
        await namespace.db[collection.name].insert_many([*map(collection.to_document, aggregates)])


async def schedule_of(namespace):
    row = await namespace.db[SCHEDULES.name].find_one({"id": PROGRAMME})
    return SCHEDULES.from_document(row)


async def killed_once(namespace, state):
    """Start a replica, kill it once the closing has come so far, and return the schedule as it is left."""
    victim = await namespace.start()

    async def is_so_far():
        return await namespace.db[SCHEDULES.name].find_one(state)

    await until(is_so_far)
    await victim.end(signal.SIGKILL)
    return await schedule_of(namespace)


async def test_figures_are_released_once_and_no_answer_is_left_though_the_service_is_killed(namespace):
    await wait_for_release(namespace)
    async with start_publisher(namespace.settings) as publisher:
        await publisher.publish([FiguresDue(programme_id=PROGRAMME)], SCOPE, datetime.now(UTC))
    making = await killed_once(namespace, {"underway": {"$ne": None}})
    assert (making.closings, making.figures) == (0, ())
    learning = await killed_once(namespace, {"learning.after": {"$gt": ""}})
    assert (learning.closings, len(learning.to_delete) > 0) == (1, True)
    deleting = await killed_once(namespace, {"learning": None, "deleted": {"$gt": 0}})
    assert (deleting.figures, deleting.closed_at) == (learning.figures, learning.closed_at)
    left = await namespace.db[PENDING.name].count_documents({})
    assert 0 < left < 8 * PAIRINGS
    await namespace.start()

    async def is_over():
        return await namespace.db[SCHEDULES.name].find_one({"closings": 1, "to_delete": []})

    await until(is_over)
    assert await namespace.db[PENDING.name].count_documents({}) == 0
    assert await namespace.db[RESPONDENTS.name].count_documents({}) == 0
    assert (
        await namespace.db[PAIRING_ANSWERS.name].count_documents({"waiting": False, "counted_answers": 1})
        == RATED
    )
    await everybody_is_counted_once(namespace)
    schedule = await schedule_of(namespace)
    assert schedule.figures == learning.figures
    released, learned = await published_once(namespace)
    assert (released.figures, learned.pairings) == (schedule.figures, RATED)


async def everybody_is_counted_once(namespace):
    counted = defaultdict(Counter)
    async for row in namespace.db[GROUPS.name].find({}):
        group = GROUPS.from_document(row)
        counted[group.asked].update(group.people)
    assert {times for people in counted.values() for times in people.values()} == {1}
    assert len(counted[CHECK_IN_USEFULNESS]) == 2 * PAIRINGS
    assert sorted(map(len, counted.values())) == [*[PAIRINGS] * 6, 2 * PAIRINGS]


async def published_once(namespace):
    """Return the facts; one published just before a kill may be there again, under the same id."""

    async def all_published():
        return await namespace.db["outbox"].count_documents({"published_at": None, "type": facts[0]}) == 0

    facts = [each.contract.type for each in (FiguresReleased, WeightsLearned)]
    await until(all_published)
    settings = namespace.settings
    topic = settings.topic_prefix + FiguresReleased.contract.topic
    records = await read_topic(settings, topic, settings.topic_partitions)
    events = {envelope.id: (envelope, value) for envelope, value in records if envelope.type in facts}
    assert sorted(envelope.type for envelope, _ in events.values()) == sorted(facts)
    by_type = {envelope.type: value for envelope, value in events.values()}
    return tuple(
        each.model_validate_json(by_type[each.contract.type]) for each in (FiguresReleased, WeightsLearned)
    )
