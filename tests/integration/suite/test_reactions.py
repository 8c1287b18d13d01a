"""The universal suite, run for every service that reacts to events."""

from datetime import timedelta

import pytest

from services.console.app import SERVICE as CONSOLE
from services.feedback.app import SERVICE as FEEDBACK
from services.matching.app import SERVICE as MATCHING
from services.notification.app import SERVICE as NOTIFICATION
from services.scheduling.app import SERVICE as SCHEDULING
from shared.contracts.enrollment import ParticipantWithdrawn, WithdrawalReason
from shared.contracts.feedback import PairingHealthChanged
from shared.contracts.vocabulary import Role
from shared.testing.suite import HAZARDS, History, check_all
from tests.integration.console.programme_in_motion import programme_in_motion

pytestmark = pytest.mark.integration

LEAVES = ParticipantWithdrawn(
    participant_id="mentee-5", employee_id="e-mentee-5", role=Role.MENTEE, reason=WithdrawalReason.OWN_CHOICE
)
HISTORY = History(
    # Of three pairs no figure is released: those are blurred by chance.
    facts=[*programme_in_motion(people=6, pairs=3), LEAVES],
    later=[timedelta(days=9), timedelta(days=60)],
    passing=frozenset({PairingHealthChanged}),
    volatile=frozenset(
        {"version", "saved_at", "revision"}
    ),  # revision: how often the console's tally changed
)


@pytest.mark.parametrize(
    "service", [MATCHING, SCHEDULING, FEEDBACK, CONSOLE, NOTIFICATION], ids=lambda service: service.name
)
async def test_whatever_befalls_events_the_outcome_is_the_same(environment, service):
    failures = await check_all(service, HISTORY, environment)
    assert failures == {hazard: [] for hazard in HAZARDS}
