"""Participants are compared with others once a programme is completed; nobody's fate leaves the service."""

import asyncio
import json
from datetime import timedelta

import pytest

from services.enrollment.app import create_app
from shared.contracts.enrollment import EffectMeasured, Outcome, Tendency
from shared.testing import run_service
from shared.testing.harness import TEST_NOW
from shared.testing.topics import read_topic
from tests.integration.enrollment.conftest import BASE, PROGRAMME, Steps

pytestmark = pytest.mark.integration

TEMPLATE_FIELDS = {"grade": "4", "region": "emea", "department": "Sales", "manager_id": "", "pay_panel": ""}
PEOPLE, PARTICIPANTS = 460, 60


@pytest.fixture(scope="module")
def company(export):
    template = next(row for row in export if row["region"] == "emea") | TEMPLATE_FIELDS
    return [
        template | {"employee_id": f"x{number}", "email": f"x{number}@example.com"}
        for number in range(PEOPLE)
    ]


@pytest.fixture(scope="module")
async def service(environment):
    async with run_service(create_app, environment) as harness:
        opened = await harness.http.put(BASE, json=PROGRAMME, headers=harness.token("coordinator"))
        assert opened.status_code == 201, opened.text
        yield harness


async def measured(service):
    for _ in range(300):
        facts = await service.published(EffectMeasured)
        if facts:
            return facts
        await asyncio.sleep(0.1)
    raise TimeoutError("the effect is not measured")


async def test_a_completed_programme_is_compared_once(service, company):
    steps = Steps(service)
    assert (await steps.send(company)).json()["accepted"] == PEOPLE
    for number in range(PARTICIPANTS):
        assert (await steps.enrol(f"x{number}")).status_code == 201
    service.clock.set(TEST_NOW + timedelta(days=120))
    gone, raised = gone_and_raised()
    later = [
        row | ({"grade": "5"} if row["employee_id"] in raised else {})
        for row in company
        if row["employee_id"] not in gone
    ]
    assert (await steps.send(later, mode="full")).json()["left"] == len(gone)
    done = await service.http.post(f"{BASE}/complete", headers=service.token("coordinator"))
    assert done.status_code == 200, done.text
    (fact,) = await measured(service)
    stayed, promoted = fact.data.outcomes
    assert (stayed.outcome, promoted.outcome) == (Outcome.STAYED, Outcome.PROMOTED)
    assert (stayed.comparison.participants, stayed.comparison.others) == (PARTICIPANTS, PEOPLE - PARTICIPANTS)
    assert (stayed.comparison.participants_share, stayed.comparison.others_share) == (80, 80)
    assert stayed.comparison.tendency == Tendency.EITHER
    assert promoted.comparison.difference == 30.0
    assert promoted.comparison.tendency == Tendency.HIGHER
    await service.settled()
    assert len(await service.published(EffectMeasured)) == 1


def gone_and_raised():
    """Of both sides a fifth leaves; 40 % of the participants rise, and 10 % of the others."""
    took, others = range(PARTICIPANTS), range(PARTICIPANTS, PEOPLE)
    gone = {f"x{number}" for number in (*took[:12], *others[:80])}
    raised = {f"x{number}" for number in (*took[12:36], *others[80:120])}
    return gone, raised


async def test_nobody_can_be_identified_by_what_is_published(service):
    records = await read_topic(
        service.settings,
        f"{service.settings.topic_prefix}mentoring.enrollment",
        service.settings.topic_partitions,
    )
    (content,) = [value for envelope, value in records if envelope.type == EffectMeasured.contract.type]
    assert "x0" not in json.dumps(json.loads(content))
    careers = [value for _, value in records if b'"positions"' in value or b'"left_on"' in value]
    assert careers == []
