"""The service is killed while it ends the pairings of a programme, and goes on where it was."""

import signal
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from services.matching.domain.pairs.pairing import activate
from services.matching.domain.pairs.proposal import make_proposal
from services.matching.domain.people.programme import Programme
from services.matching.store import PAIRINGS, PEOPLE, PROGRAMMES
from shared.contracts.enrollment import ProgrammeCompleted, ProgrammeRules
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.vocabulary import Role
from shared.kernel import Scope
from shared.testing.harness import start_publisher
from shared.testing.topics import read_topic
from tests.helpers.replicas import until
from tests.integration.matching.matching_replicas import matching_replicas_of

pytestmark = pytest.mark.integration

SCOPE = Scope(tenant="acme", programme="over")
NUMBER = 3000


@pytest.fixture
async def namespace(environment):
    async with matching_replicas_of(environment) as namespace:
        yield namespace


async def pair_all(namespace):
    """Keep the programme, and everybody of it paired."""
    programme = Programme(id=SCOPE.programme, **SCOPE.model_dump(), rules=ProgrammeRules())
    await namespace.db[PROGRAMMES.name].insert_one(PROGRAMMES.to_document(programme))
    people = await namespace.populate(SCOPE.programme, NUMBER)
    at = datetime.now(UTC) - timedelta(days=30)
    rows = [paired(*two, at) for two in zip(people[:NUMBER], people[NUMBER:], strict=True)]
    await namespace.db[PAIRINGS.name].insert_many([PAIRINGS.to_document(pairing) for pairing, _ in rows])
    await namespace.db[PEOPLE.name].delete_many({})
    await namespace.db[PEOPLE.name].insert_many([PEOPLE.to_document(one) for _, both in rows for one in both])


def paired(mentor, mentee, at):
    """A pairing that has published one event, and the two people."""
    made, _ = make_proposal("round", mentor, mentee, score=8000, explanation=(), at=at)
    accepted = made.approve(at, at + timedelta(days=3))[0]
    for role in Role:
        accepted, _ = accepted.accept(role, at)
    pairing = activate(accepted, mentor, mentee, at)[0].model_copy(update={"version": 1})
    return pairing, [
        own.proposed(made.id, partner.id).paired(made.id, pairing.id)
        for own, partner in ((mentor, mentee), (mentee, mentor))
    ]


async def test_each_pairing_ends_once_though_the_service_is_killed(namespace):
    await pair_all(namespace)
    victim = await namespace.start()
    async with start_publisher(namespace.settings) as publisher:
        await publisher.publish([ProgrammeCompleted(programme_id=SCOPE.programme)], SCOPE, datetime.now(UTC))
    ended = {"state": "ended"}

    async def has_begun():
        return await namespace.db[PAIRINGS.name].count_documents(ended) > 0

    await until(has_begun)
    await victim.end(signal.SIGKILL)
    done = await namespace.db[PAIRINGS.name].count_documents(ended)
    assert 0 < done < NUMBER
    await namespace.start()

    async def is_over():
        return (await namespace.db[PROGRAMMES.name].find_one({}))["ending"] is None

    await until(is_over)
    assert await namespace.db[PAIRINGS.name].count_documents(ended) == NUMBER

    async def all_published():
        return await namespace.db["outbox"].count_documents({"published_at": None}) == 0

    await until(all_published)
    await each_was_published_once(namespace)
    assert await namespace.db[PEOPLE.name].count_documents({"active_pairings": {"$ne": []}}) == 0


async def each_was_published_once(namespace):
    """A row published just before the kill may be published again, under the same id."""
    settings = namespace.settings
    topic = settings.topic_prefix + PairingEnded.contract.topic
    records = await read_topic(settings, topic, settings.topic_partitions)
    events = {e.id: (e, value) for e, value in records if e.type == PairingEnded.contract.type}
    times = Counter(envelope.subject for envelope, _ in events.values())
    assert (len(times), set(times.values())) == (NUMBER, {1})
    assert {envelope.sequence for envelope, _ in events.values()} == {2}
    reasons = {PairingEnded.model_validate_json(value).reason for _, value in events.values()}
    assert reasons == {PairingEndReason.COMPLETED}
