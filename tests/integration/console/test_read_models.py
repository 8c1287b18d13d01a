from collections import defaultdict
from datetime import timedelta

import pytest

from services.console.queries.access import ReadableRows
from services.console.queries.programme_queries import idle, overview
from services.console.queries.programme_queries import tally as read_tally
from services.console.read_models.released import released_mean
from services.console.read_models.tally import Tally
from shared.contracts.enrollment import ParticipantWithdrawn, ProgrammeChanged, WithdrawalReason
from shared.contracts.feedback import FirstContactMade, IdleStep, Question
from shared.contracts.matching import DeclineReason, PairingEnded, PairingEndReason, ProposalDeclined
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    CancelReason,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Scope
from shared.messaging.unit_of_work import UnitOfWork
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.report_facts import figures_released, nothing_released
from tests.integration.console.round_facts import activated, round_of

pytestmark = pytest.mark.integration


async def tally_of(console, scope: Scope | None = None) -> Tally:
    return await query(console, read_tally, scope)


async def query(console, function, scope: Scope | None = None):
    async def work(transaction):
        now = console.clock.now()
        uow = UnitOfWork(transaction, scope or console.scope, now=now, correlation_id="t", causation_id="t")
        return await function(ReadableRows(uow, None))

    return await console.app.state.transactions.run(work)


async def test_a_programme_in_motion_is_counted(console):
    await console.given(*programme_in_motion(8, 4))
    counts = (await tally_of(console)).counts
    assert counts["people:mentor:ready"] == 8
    assert counts["step:mentee:paired"] == 4
    assert counts["proposals:accepted"] == 4
    assert counts["pairings:active"] == 4
    assert (counts["sessions:held"], counts["sessions:missed"], counts["sessions:planned"]) == (3, 1, 8)
    assert counts["health:on-track"] == 3
    assert "round:round-1" not in counts


async def test_newer_figures_take_the_place_of_older_ones(console):
    await console.given(facts.opened(), figures_released(4.5), figures_released(2.0))
    assert released_mean(await tally_of(console), Question.USEFULNESS) == 2.0
    await console.given(nothing_released())
    assert released_mean(await tally_of(console), Question.USEFULNESS) is None


async def test_whichever_topic_comes_first_the_counts_are_the_same(console):
    by_topic = defaultdict(list)
    for fact in programme_in_motion(6, 5):
        by_topic[fact.owner].append(fact)
    backwards = console.scope.model_copy(update={"programme": "backwards"})
    for owner in ("enrollment", "matching", "scheduling", "feedback"):
        await console.given(*by_topic[owner])
    for owner in ("feedback", "scheduling", "matching", "enrollment"):
        await console.given(*by_topic[owner], scope=backwards)
    there, back = await tally_of(console), await tally_of(console, backwards)
    assert there.counts == back.counts
    assert there.counts["health:needs-attention"] == 1


async def test_the_same_deliveries_again_change_nothing(console):
    story = list(programme_in_motion(3, 2))
    await console.given(*story)
    before = await tally_of(console)
    console._sequences.clear()
    await console.given(*story)
    assert await tally_of(console) == before


async def test_tenants_never_meet(console):
    await console.given(*facts.ready(1, Role.MENTOR))
    other = console.scope.model_copy(update={"tenant": "globex"})
    await console.given(facts.enrolled(1, Role.MENTOR), scope=other)
    assert (await tally_of(console)).get("people", "mentor", "ready") == 1
    assert (await tally_of(console, other)).counts == {
        "people:mentor:enrolled": 1,
        "step:mentor:enrolled": 1,
    }


async def test_who_leaves_is_no_longer_counted_and_may_come_back(console):
    await console.given(*programme_in_motion(1, 1))
    left = ParticipantWithdrawn(
        participant_id="mentor-0",
        employee_id="e-mentor-0",
        role=Role.MENTOR,
        reason=WithdrawalReason.OWN_CHOICE,
    )
    ended = PairingEnded(
        pairing_id="pair-0",
        mentor_id="mentor-0",
        mentee_id="mentee-0",
        reason=PairingEndReason.PARTICIPANT_LEFT,
    )
    await console.given(left, ended)
    tally = await tally_of(console)
    assert tally.get("people", "mentor", "withdrawn") == 1
    assert tally.get("pairings", "active") == 0
    assert tally.get("step", "mentee", "paired") == 0
    assert tally.group("health") == {}
    await console.given(facts.enrolled(0, Role.MENTOR))
    assert (await tally_of(console)).group("people") == {"mentor:enrolled": 1, "mentee:ready": 1}


async def test_a_declined_proposal_no_longer_waits(console):
    await console.given(*round_of(2))
    declined = ProposalDeclined(
        proposal_id="round-1-p0",
        mentor_id="mentor-0",
        mentee_id="mentee-0",
        by=Role.MENTEE,
        reason=DeclineReason.NO_TIME,
    )
    await console.given(declined)
    tally = await tally_of(console)
    assert tally.group("proposals") == {"declined": 1, "made": 1}
    assert tally.get("round", "round-1") == 1


async def test_sessions_moved_and_cancelled(console):
    await console.given(*facts.series(0, 2))
    later = facts.START + timedelta(weeks=20)
    moved = facts.session(0, 1) | {"starts_at": later, "ends_at": later + timedelta(hours=1)}
    await console.given(
        SessionMoved.model_validate(moved | {"by": "mentor"}),
        SessionCancelled.model_validate(facts.session(0, 2) | {"by": "mentee", "reason": CancelReason.ILL}),
    )
    tally = await tally_of(console)
    assert tally.get("week", "2026-05-25", "planned") == 1
    assert tally.group("sessions") == {"cancelled": 1, "planned": 1}


async def test_an_alarm_stands_until_a_session_is_held(console):
    await console.given(facts.opened(), activated(0), *facts.series(0))
    alarm = CancellationAlarmRaised(
        pairing_id="pair-0", mentor_id="mentor-0", mentee_id="mentee-0", in_a_row=2
    )
    await console.given(alarm, at=facts.START + timedelta(days=60))
    assert [pairing.id for pairing in (await query(console, overview)).alarms] == ["pair-0"]
    held = SessionHeld.model_validate(facts.session(0, 3))
    await console.given(held, at=facts.START + timedelta(days=90))
    shown = await query(console, overview)
    assert not shown.alarms
    assert shown.tally.get("alarms", "open") == 0


async def test_who_does_not_meet_is_listed_until_a_session_is_held(console):
    await console.given(facts.opened())
    for number, step in enumerate([*IdleStep, "phone-both"]):
        since = facts.START + timedelta(days=9 - number)
        await console.given(activated(number), facts.fell_idle(number, step, since))
    assert [pairing.id for pairing in await query(console, idle)] == [f"pair-{n}" for n in (4, 3, 2, 1, 0)]
    assert (await tally_of(console)).group("idle") == dict.fromkeys([*IdleStep, "phone-both"], 1)

    about = {"mentor_id": "mentor-0", "mentee_id": "mentee-0"}
    await console.given(FirstContactMade(pairing_id="pair-0", **about))
    held = SessionHeld.model_validate(facts.session(2, 3))
    earlier = SessionHeld.model_validate(
        facts.session(1, 1) | {"starts_at": facts.START, "ends_at": facts.START + timedelta(hours=1)}
    )
    await console.given(held, earlier)
    assert {pairing.id: pairing.idle for pairing in await query(console, idle)} == {
        "pair-4": "phone-both",
        "pair-3": "close",
        "pair-1": "warn",
    }
    assert (await tally_of(console)).total("idle") == 3


async def test_the_latest_definition_of_a_programme_is_shown(console):
    await console.given(facts.opened())
    changed = ProgrammeChanged.model_validate(facts.opened().model_dump() | {"regions": ("americas",)})
    await console.given(changed)
    assert (await query(console, overview)).programme.regions == ("americas",)
