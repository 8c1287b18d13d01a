"""An older fact that comes late overwrites nothing newer, in any service."""

import pytest

from services.console.app import SERVICE as CONSOLE
from services.feedback.app import SERVICE as FEEDBACK
from services.matching.app import SERVICE as MATCHING
from services.scheduling.app import SERVICE as SCHEDULING
from shared.contracts.enrollment import ParticipantReady
from shared.service.app import build
from shared.testing import run_service
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from tests.integration.console.programme_in_motion import programme_in_motion

pytestmark = pytest.mark.integration

FACTS = programme_in_motion(people=2, pairs=0)
READY = next(fact for fact in FACTS if isinstance(fact, ParticipantReady))


def with_department(name):
    profile = READY.profile.model_copy(update={"department": name, "region": name})
    return READY.model_copy(update={"profile": profile})


async def rows(service, name):
    collection = service.app.state.database[name]
    return {row["_id"]: row async for row in collection.find({})}


@pytest.mark.parametrize(
    ("service", "copies"),
    [
        (MATCHING, "people"),
        (SCHEDULING, "participants"),
        (FEEDBACK, "participants"),
        (CONSOLE, "people"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_an_older_fact_overwrites_nothing(environment, service, copies):
    def create_app(settings, clock):
        return build(service, settings, clock=clock)

    async with run_service(create_app, environment) as harness:
        await harness.given(*[fact for fact in FACTS if fact.owner == "enrollment"])
        envelope = harness.publisher.envelope(READY, TEST_SCOPE, TEST_NOW)
        newer = envelope._replace(id="newer", sequence=envelope.sequence + 5)
        await harness.publisher.send(newer, with_department("new"))
        await harness.settled()
        before = await rows(harness, copies)
        assert "new" in str(before)
        older = envelope._replace(id="older", sequence=envelope.sequence + 4)
        await harness.publisher.send(older, with_department("old"))
        await harness.settled()
        assert await rows(harness, copies) == before
        latest = envelope._replace(id="latest", sequence=envelope.sequence + 6)
        await harness.publisher.send(latest, with_department("latest"))
        await harness.settled()
        assert "latest" in str(await rows(harness, copies))
