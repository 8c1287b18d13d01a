"""The delegate of an executive, in memory: asked, accepted, ended by whom it concerns."""

import pytest

from services.enrollment.commands import delegates as commands
from services.enrollment.commands.imports.transactions import begin_import, let_go
from services.enrollment.commands.programmes import enter_state
from services.enrollment.domain.delegation import MOST_ASKED
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.queries import delegates as queries
from shared.contracts.enrollment import (
    AppointmentEnding,
    DelegateAccepted,
    DelegateNamed,
    DelegationEnded,
    ParticipantWithdrawn,
    ProgrammeCancelled,
    ProgrammeCompleted,
)
from shared.contracts.matching import PairingActivated
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from tests.unit.enrollment.joining import Joining

OWN = (DelegateNamed, DelegateAccepted, DelegationEnded)
FOLLOWED = (ParticipantWithdrawn, ProgrammeCompleted, ProgrammeCancelled)


class Delegating(Joining):
    """A programme with an executive; ``facts`` lists what was published about delegates."""

    def __init__(self):
        super().__init__()
        self.facts = []

    async def name(self, person, executive="exec"):
        return await self._command(commands.name, executive, person)

    async def answer(self, person, *, accepts, executive="exec"):
        id_ = await self.id_of(executive, Role.MENTEE)

        async def send(uow):
            await commands.answer(uow, id_, person, accepts=accepts)

        await self._command(send)

    async def own(self, person):
        return [
            (each.delegation.state.value, each.executive.id)
            for each in await self.scenario.command(queries.list_own, person)
        ]

    @property
    def ending(self):
        fact = self.facts[-1]
        assert isinstance(fact, DelegationEnded), fact
        return fact.ending, fact.accepted

    async def pair(self, mentor, executive="exec"):
        ids = {
            "mentor_id": await self.id_of(mentor, Role.MENTOR),
            "mentee_id": await self.id_of(executive, Role.MENTEE),
        }
        now = self.scenario.now
        await self.scenario.given(
            PairingActivated(
                pairing_id="pair", proposal_id="proposal", **ids, mentor_employee_id=mentor,
                mentee_employee_id=executive, score=1, mentor_ready_at=now, mentee_ready_at=now,
                activated_at=now,
            )
        )  # fmt: skip

    def _facts(self):
        facts = self.scenario.published()
        self.facts += [fact for fact in facts if isinstance(fact, OWN)]
        return [fact for fact in facts if isinstance(fact, FOLLOWED)]


@pytest.fixture
async def world():
    world = Delegating()
    await world.admit(mode="everybody")
    await world.hire("exec", "junior", "lind", "another")
    await world.join("exec", Role.MENTEE)
    await world.join("junior", Role.MENTOR)
    return world


async def test_the_person_named_accepts_once_and_steps_down(world):
    await world.name("lind")
    await world.name("LIND")  # the same again changes nothing
    assert await world.own("lind") == [("asked", "exec")]
    for _ in range(2):
        await world.answer("lind", accepts=True)
    assert await world.own("lind") == [("accepted", "exec")]
    await world.answer("lind", accepts=False)
    assert [type(fact) for fact in world.facts] == [DelegateNamed, DelegateAccepted, DelegationEnded]
    assert world.ending == (AppointmentEnding.STEPPED_DOWN, True)
    assert await world.own("lind") == []
    with pytest.raises(Conflict):
        await world.answer("lind", accepts=True)


async def test_another_can_be_named_once_nobody_is(world):
    await world.name("lind")
    with pytest.raises(Conflict) as refused:
        await world.name("another")
    assert refused.value.code == "named-already"
    await world.answer("lind", accepts=False)
    assert world.ending == (AppointmentEnding.DECLINED, False)
    assert (await world.name("another")).number == 2
    await world._command(commands.revoke, "exec")
    await world._command(commands.revoke, "exec")
    assert world.ending == (AppointmentEnding.REVOKED, False)
    assert len(world.facts) == 4


async def test_a_request_without_an_answer_ends_in_time_and_a_later_one_stands(world):
    await world.name("lind")
    await world.wait(days=1)
    await world._command(commands.revoke, "exec")
    await world.name("another")
    await world.wait(days=13)  # the end of the first request
    assert await world.own("another") == [("asked", "exec")]
    await world.wait(days=1)
    assert world.ending == (AppointmentEnding.EXPIRED, False)


@pytest.mark.parametrize("how", ["taken back", "declined"])
async def test_who_has_not_accepted_is_not_asked_again_for_the_time_to_answer(world, how):
    async def end_request():
        if how == "declined":
            await world.answer("lind", accepts=False)
        else:
            await world._command(commands.revoke, "exec")

    await world.name("lind")
    await end_request()
    await world.wait(days=13)
    with pytest.raises(Conflict) as refused:
        await world.name("lind")
    assert (refused.value.code, refused.value.field) == ("asked-lately", "person")
    await world.name("another")
    await world._command(commands.revoke, "exec")
    with pytest.raises(Conflict):
        await world.name("lind")  # naming others in between changes nothing
    assert await world.own("lind") == []
    await world.wait(days=1)
    assert (await world.name("lind")).number == 3


async def test_who_accepted_can_be_named_again_once(world):
    await world.name("lind")
    await world.answer("lind", accepts=True)
    await world._command(commands.revoke, "exec")
    await world.name("lind")
    await world._command(commands.revoke, "exec")
    with pytest.raises(Conflict) as refused:
        await world.name("lind")
    assert refused.value.code == "asked-lately"


async def test_few_people_are_asked_within_the_time_to_answer(world):
    asked = [f"asked-{number}" for number in range(MOST_ASKED)]
    await world.hire(*asked)
    for person in asked:
        await world.name(person)
        await world.answer(person, accepts=False)
    with pytest.raises(Conflict) as refused:
        await world.name("lind")
    assert (refused.value.code, refused.value.params) == ("asked-many-lately", {"most": 5, "days": 14})
    await world.wait(days=14)
    await world.name("lind")


async def test_who_has_accepted_stays(world):
    await world.name("lind")
    await world.answer("lind", accepts=True)
    await world.wait(days=20)
    assert await world.own("lind") == [("accepted", "exec")]


async def test_nobody_else_answers_and_only_executives_name(world):
    await world.name("lind")
    for other in ("another", "exec", "junior"):
        with pytest.raises(NotFound):
            await world.answer(other, accepts=True)
    for other in ("junior", "another"):
        with pytest.raises(NotFound):
            await world.name("lind", executive=other)


async def test_an_executive_names_neither_themselves_nor_their_mentor(world):
    await world.pair("junior")
    for person, code in (
        ("exec", "delegate-of-oneself"),
        ("junior", "delegate-is-mentor"),
        ("nobody", "person-unknown"),
    ):
        with pytest.raises(RuleBroken) as refused:
            await world.name(person)
        assert (refused.value.code, refused.value.field) == (code, "person")


async def test_the_two_of_a_session_know_past_and_present_delegates_by_name_and_nobody_else(world):
    await world.pair("junior")
    for person in ("lind", "another"):
        await world.name(person)
        await world.answer(person, accepts=True)
        if person == "lind":
            await world._command(commands.revoke, "exec")
    for reader in ("exec", "junior"):
        known = await world.scenario.command(queries.list_known, reader)
        assert [each.delegate.id for each in known] == ["lind", "another"], reader
    for reader in ("lind", "another"):
        assert await world.scenario.command(queries.list_known, reader) == []


async def test_a_delegate_who_became_the_mentor_does_not_accept(world):
    await world.name("junior")
    await world.pair("junior")
    with pytest.raises(RuleBroken, match="mentor"):
        await world.answer("junior", accepts=True)


async def test_it_ends_when_the_executive_leaves(world):
    await world.name("lind")
    await world.answer("lind", accepts=True)
    await world.leave("exec", role=Role.MENTEE)
    assert world.ending == (AppointmentEnding.OVER, True)
    with pytest.raises(NotFound):
        await world.name("lind")


@pytest.mark.parametrize(("who", "ending"), [("lind", "left"), ("exec", "over")])
async def test_it_ends_when_either_leaves_the_organisation(world, who, ending):
    await world.name("lind")
    await world.answer("lind", accepts=True)
    import_id = await world.scenario.command(begin_import, "digest", ImportMode.FULL)
    await world._command(let_go, import_id, [who])
    assert world.ending == (ending, True)


@pytest.mark.parametrize("state", [ProgrammeState.COMPLETED, ProgrammeState.CANCELLED])
async def test_it_ends_with_the_programme(world, state):
    await world.name("lind")
    await world._command(enter_state, world.scenario.scope.programme, state)
    assert world.ending == (AppointmentEnding.OVER, False)
    with pytest.raises(NotFound):
        await world.name("lind")


async def test_many_end_with_the_programme_step_by_step(world, monkeypatch):
    monkeypatch.setattr(commands, "_AT_ONCE", 2)
    executives = [f"exec-{number}" for number in range(4)]
    await world.hire(*executives)
    for executive in executives:
        await world.join(executive, Role.MENTEE)
        await world.name("lind", executive=executive)
    await world._command(enter_state, world.scenario.scope.programme, ProgrammeState.CANCELLED)
    await world.wait(seconds=1)
    assert len([fact for fact in world.facts if isinstance(fact, DelegationEnded)]) == len(executives)
    assert await world.own("lind") == []
