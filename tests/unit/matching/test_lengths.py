"""Pairings end after the length that the rules give them, and rounds are due by their rhythm, in memory."""

from datetime import date, timedelta

import pytest

from services.matching.commands.pairings.lengths import set_length_timer
from services.matching.commands.pairings.pauses import pause_pairing, resume_pairing
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.reactions import reactions
from services.matching.store import PAIRINGS, PROGRAMMES
from shared.contracts.enrollment import ProgrammeChanged, ProgrammeRules
from shared.contracts.matching import (
    PairingEnded,
    PairingEndReason,
    PairingLengthDue,
    PairingPaused,
    PairingResumed,
    PairingResumptionDue,
    RoundRhythmDue,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from shared.runtime.caller import Caller, CallerRole
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, ready

WEEK = timedelta(weeks=1)
PAIRING = Pairing(
    id="pair",
    **TEST_SCOPE.model_dump(),
    proposal_id="proposal",
    mentor_id=ready(Role.MENTOR).participant_id,
    mentee_id=ready(Role.MENTEE).participant_id,
    mentor_employee_id="e-mentor-0",
    mentee_employee_id="e-mentee-0",
    score=1,
    mentor_ready_at=TEST_NOW,
    mentee_ready_at=TEST_NOW,
    activated_at=TEST_NOW,
)
DUE = PairingLengthDue(pairing_id="pair")
RESUMPTION = PairingResumptionDue(pairing_id="pair")
MENTEE = Caller(
    sub="max",
    tenant=TEST_SCOPE.tenant,
    roles=[CallerRole.PARTICIPANT],
    employee_id=PAIRING.mentee_employee_id,
)


def with_rules(**rules):
    fact = opened().model_dump() | {"rules": ProgrammeRules(**rules)}
    return ProgrammeChanged(**{name: fact[name] for name in ProgrammeChanged.model_fields})


@pytest.fixture
async def matching():
    scenario = Scenario("matching", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE))
    return scenario


async def begin(matching, **rules):
    await matching.given(with_rules(**rules))

    async def pair(uow):
        await set_length_timer(uow, uow.save(PAIRINGS, PAIRING))

    await matching.command(pair)


async def get(matching):
    async def load(uow):
        return await uow.require(PAIRINGS, "pair")

    return await matching.command(load)


def due(matching, kind):
    return [(at - TEST_NOW, timer) for at, timer in matching.timers() if isinstance(timer, kind)]


async def test_a_pairing_is_completed_after_its_length(matching):
    await begin(matching, pairing_weeks=26)
    assert due(matching, PairingLengthDue) == [(26 * WEEK, DUE)]
    matching.now = TEST_NOW + 26 * WEEK
    await matching.when(DUE)
    ended = await get(matching)
    assert (ended.state, ended.end_reason) == (PairingState.ENDED, PairingEndReason.COMPLETED)


async def test_a_length_that_was_made_longer_counts(matching):
    await begin(matching, pairing_weeks=26)
    await matching.given(with_rules(pairing_weeks=30))
    matching.now = TEST_NOW + 26 * WEEK
    await matching.when(DUE)
    assert (await get(matching)).state is PairingState.ACTIVE
    assert due(matching, PairingLengthDue) == [(30 * WEEK, DUE)]


async def test_without_a_length_a_pairing_lasts_until_the_end_of_the_programme(matching):
    await begin(matching)
    assert due(matching, PairingLengthDue) == []
    await matching.when(DUE)
    assert (await get(matching)).state is PairingState.ACTIVE


@pytest.mark.parametrize("until", [None, date(2027, 1, 4)])
async def test_a_paused_pairing_is_completed_after_its_length_and_the_pause_with_it(matching, until):
    await begin(matching, pairing_weeks=26)
    await matching.command(pause_pairing, MENTEE, "pair", until)
    assert due(matching, PairingLengthDue) == [(26 * WEEK, DUE)]
    assert len(due(matching, PairingResumptionDue)) == (1 if until else 0)
    matching.published()
    matching.now = TEST_NOW + 26 * WEEK
    await matching.when(DUE)
    assert [fact.reason for fact in matching.published() if isinstance(fact, PairingEnded)] == [
        PairingEndReason.COMPLETED
    ]
    assert not (await get(matching)).is_paused
    assert due(matching, PairingResumptionDue) == []
    await matching.when(RESUMPTION)  # the timer was on its way already
    assert matching.published() == []
    with pytest.raises(Conflict) as refused:
        await matching.command(pause_pairing, MENTEE, "pair", None)
    assert refused.value.code == "pairing-over"


async def test_a_pause_does_not_lengthen_a_pairing(matching):
    await begin(matching, pairing_weeks=26)
    await matching.command(pause_pairing, MENTEE, "pair", (TEST_NOW + 8 * WEEK).date())
    matching.now = TEST_NOW + 8 * WEEK
    await matching.when(RESUMPTION)
    await matching.command(pause_pairing, MENTEE, "pair", None)
    await matching.command(resume_pairing, MENTEE, "pair")
    facts = [fact for fact in matching.published() if isinstance(fact, PairingPaused | PairingResumed)]
    assert [type(fact) for fact in facts] == [PairingPaused, PairingResumed] * 2
    assert due(matching, PairingLengthDue) == [(26 * WEEK, DUE)]
    matching.now = TEST_NOW + 26 * WEEK
    await matching.when(DUE)
    assert (await get(matching)).state is PairingState.ENDED


async def test_a_length_that_was_made_longer_in_a_pause_keeps_the_pause(matching):
    await begin(matching, pairing_weeks=26)
    await matching.command(pause_pairing, MENTEE, "pair", None)
    await matching.given(with_rules(pairing_weeks=30))
    matching.now = TEST_NOW + 26 * WEEK
    await matching.when(DUE)
    going_on = await get(matching)
    assert (going_on.state, going_on.is_paused) == (PairingState.ACTIVE, True)
    assert due(matching, PairingLengthDue) == [(30 * WEEK, DUE)]


async def test_rounds_are_due_by_the_rhythm_of_the_rules(matching):
    rhythm = RoundRhythmDue(programme_id=TEST_SCOPE.programme)
    await matching.given(with_rules(round_weeks=4))
    assert due(matching, RoundRhythmDue) == [(4 * WEEK, rhythm)]
    matching.now = TEST_NOW + WEEK
    await matching.given(with_rules(round_weeks=4, cadence_weeks=2))
    assert due(matching, RoundRhythmDue) == [(4 * WEEK, rhythm)]
    await matching.given(with_rules())
    assert due(matching, RoundRhythmDue) == []

    async def rules(uow):
        return (await uow.require(PROGRAMMES, TEST_SCOPE.programme)).rules

    assert (await matching.command(rules)).round_weeks is None
    await matching.when(rhythm)
    assert due(matching, RoundRhythmDue) == []
