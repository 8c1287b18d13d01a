"""Invitations, in memory: answered, declined, expired, withdrawn."""

from datetime import date

import pytest

from services.enrollment.commands.imports.transactions import begin_import, let_go
from services.enrollment.commands.invitations import decline_invitation, invite
from services.enrollment.commands.programmes import enter_state
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.queries.applications import get_entry
from services.enrollment.queries.contacts import find_contacts
from services.enrollment.queries.invitations import count_invitations
from services.enrollment.store import INVITATIONS
from shared.contracts.enrollment import EmployeeInvited, InvitationEnded
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from tests.unit.enrollment.joining import Joining


class Inviting(Joining):
    """A programme by invitation only; ``endings`` lists how invitations ended, in order."""

    def __init__(self):
        super().__init__()
        self.sent, self.endings = [], []

    async def invite(self, employee_id, role=Role.MENTOR, days=14):
        return await self._command(invite, employee_id, role, "account", days)

    async def decline(self, employee_id, by=None):
        id_ = await self.id_of(employee_id)
        return await self._command(decline_invitation, id_, by or employee_id)

    async def state_of_invitation(self, employee_id, role=Role.MENTOR):
        return (await self.scenario.command(_get, await self.id_of(employee_id, role))).state.value

    async def entry(self, employee_id):
        return await self.scenario.command(get_entry, employee_id)

    def _facts(self):
        facts = self.scenario.published()
        self.sent += [fact.employee_id for fact in facts if isinstance(fact, EmployeeInvited)]
        self.endings += [fact.ending.value for fact in facts if isinstance(fact, InvitationEnded)]
        return []


async def _get(uow, id_):
    return await uow.require(INVITATIONS, id_)


@pytest.fixture
async def inviting():
    world = Inviting()
    await world.admit(mode="invited")
    await world.hire("ada", "ben")
    return world


async def test_an_invited_employee_joins(inviting):
    for _ in range(2):
        await inviting.invite("ada")
    assert (await inviting.entry("ada")).invitation.role is Role.MENTOR
    await inviting.join("ada")
    assert (inviting.sent, inviting.endings) == (["ada"], ["accepted"])
    assert (await inviting.entry("ada")).invitation is None
    with pytest.raises(Conflict, match="already takes part"):
        await inviting.invite("ada")


async def test_a_no_needs_no_reason_and_can_be_taken_back_in_time(inviting):
    await inviting.invite("ada")
    with pytest.raises(NotFound):
        await inviting.decline("ada", by="ben")
    for _ in range(2):
        await inviting.decline("ada")
    assert inviting.endings == ["declined"]
    await inviting.join("ada")
    assert inviting.endings == ["declined", "accepted"]


async def test_after_its_time_an_invitation_is_of_no_use(inviting):
    await inviting.invite("ada", days=3)
    await inviting.wait(days=3)
    assert (await inviting.state_of_invitation("ada"), inviting.endings) == ("expired", ["expired"])
    with pytest.raises(Conflict, match="by invitation only"):
        await inviting.join("ada")
    with pytest.raises(Conflict, match="nothing to answer"):
        await inviting.decline("ada")
    await inviting.invite("ada")
    await inviting.join("ada")
    assert inviting.sent == ["ada", "ada"]


async def test_a_declined_invitation_does_not_allow_to_join_after_its_time(inviting):
    await inviting.invite("ada", days=3)
    await inviting.decline("ada")
    await inviting.wait(days=3)
    with pytest.raises(Conflict, match="by invitation only"):
        await inviting.join("ada")


async def test_an_invitation_is_for_one_role(inviting):
    await inviting.invite("ada")
    with pytest.raises(Conflict, match="by invitation only"):
        await inviting.join("ada", Role.MENTEE)
    await inviting.invite("ada", Role.MENTEE)
    assert inviting.endings == ["withdrawn"]
    assert (await inviting.entry("ada")).invitation.role is Role.MENTEE
    await inviting.join("ada", Role.MENTEE)


async def test_invitations_end_when_the_programme_closes_at_the_latest(inviting):
    await inviting.wait(days=150)
    invitation = await inviting.invite("ada", days=60)
    assert invitation.expires_at.date() == date(2026, 6, 17)
    await inviting.wait(days=7)
    assert inviting.endings == ["expired"]
    with pytest.raises(Conflict, match="takes no new participants"):
        await inviting.join("ada")


async def test_leavers_lose_their_invitation(inviting):
    await inviting.invite("ada")

    async def leave(uow):
        await let_go(uow, await begin_import(uow, "file", ImportMode.PARTIAL), ["ada"])

    await inviting.scenario.command(leave)
    await inviting.settle()
    assert inviting.endings == ["withdrawn"]
    with pytest.raises(RuleBroken, match="no employee with this id can take part now"):
        await inviting.invite("ada")


async def test_invited_people_get_mails_while_they_can_answer_only(inviting):
    ids = [(await inviting.invite(employee_id)).id for employee_id in ("ada", "ben")]

    async def reached():
        contacts = await inviting.scenario.command(find_contacts, ids)
        return {employee.id for employee in contacts.employees.values()}

    assert await reached() == {"ada", "ben"}
    await inviting.decline("ada")
    assert await reached() == {"ben"}
    await inviting.scenario.command(enter_state, inviting.scenario.scope.programme, ProgrammeState.CLOSING)
    assert await reached() == set()


async def test_coordinators_read_how_many_have_answered(inviting):
    await inviting.hire("cem", "dea")
    for id_ in ("ada", "ben", "cem"):
        await inviting.invite(id_, days=3)
    await inviting.join("ada")
    await inviting.decline("ben")
    await inviting.wait(days=3)
    await inviting.invite("dea", Role.MENTEE)
    counts = await inviting.scenario.command(count_invitations)
    assert {role: {state: n for state, n in each.items() if n} for role, each in counts.items()} == {
        Role.MENTOR: {"accepted": 1, "declined": 1, "expired": 1},
        Role.MENTEE: {"open": 1},
    }
