"""Deliveries planned by facts, in memory."""

from types import SimpleNamespace

import pytest

from services.notification.reactions import reactions
from services.notification.store import DELIVERIES
from shared.contracts.feedback import (
    IdleStep,
    PairingFellIdle,
)
from shared.contracts.matching import (
    MatchOverdue,
)
from shared.contracts.scheduling import SessionPlanned
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.unit.notification.planning import APPROVED, ASKED, EXPIRES, IDS, PAIRING, planned, session


@pytest.mark.parametrize(
    "fact",
    [APPROVED, PAIRING, ASKED, SessionPlanned(**session(1, EXPIRES))],
    ids=lambda fact: type(fact).__name__,
)
async def test_a_batch_reads_at_once_what_its_facts_plan(notification, fact):
    await notification.when(fact)
    event = SimpleNamespace(
        data=fact, scope=notification.scope, envelope=SimpleNamespace(causation_id="scenario")
    )
    wanted = reactions.find(fact.contract.type).wanted(event)
    read = {id_ for collection, id_ in wanted if collection is DELIVERIES}
    assert {each.id for each in await planned(notification)} <= read


async def test_the_same_fact_makes_no_second_message(notification):
    await notification.when(APPROVED, APPROVED)
    assert len(await planned(notification)) == 4


async def test_coordinators_get_one_digest_the_next_morning(notification):
    fell_idle = {"pairing_id": "pair-1", **IDS, "since": TEST_NOW}
    await notification.when(
        *(
            MatchOverdue(participant_id=f"m{n}", role=Role.MENTOR, ready_at=TEST_NOW, target_days=14)
            for n in range(3)
        ),
        PairingFellIdle(**fell_idle, step=IdleStep.COORDINATOR),
        PairingFellIdle(**fell_idle, step=IdleStep.CLOSE),
    )
    (digest,) = await planned(notification)
    assert digest.counts == {"people-waiting": 3, "pairs-that-do-not-meet": 1}
    assert digest.due_at == TEST_NOW.replace(day=6, hour=6)
    assert digest.participant_id is None
