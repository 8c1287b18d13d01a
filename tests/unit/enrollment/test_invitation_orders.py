"""Orders to invite many people, in memory."""

from datetime import date

import pytest

from services.enrollment.commands import invitation_orders as commands
from services.enrollment.commands.invitations import decline_invitation, invite
from services.enrollment.commands.programmes import define
from services.enrollment.domain.certificate import Certificate
from services.enrollment.domain.invitation_list import read_lines
from services.enrollment.domain.invitation_order import CHUNK, Group, OrderState
from services.enrollment.queries.invitation_orders import list_orders, require_order
from services.enrollment.store import CERTIFICATES, EMPLOYEES, INVITATION_LINES
from shared.contracts.enrollment import EmployeeInvited
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.service import PageRequest
from tests.helpers.employees import employee
from tests.unit.enrollment.joining import Joining
from tests.unit.enrollment.test_programme import PLAN

ALL_GRADES = Group(grade_min=1, grade_max=12)
LAST_YEAR = ALL_GRADES.model_copy(update={"completed_in": "last-year"})


class Ordering(Joining):
    """A programme whose coordinator invites many; ``invited`` lists those who got an invitation, in order."""

    def __init__(self):
        super().__init__()
        self.invited = []

    async def hire(self, *employee_ids, **facts):
        async def save(uow):
            for id_ in employee_ids:
                uow.save(EMPLOYEES, employee(id_).model_copy(update={"name": f"{id_} Example", **facts}))

        await self.scenario.command(save)

    async def open(self, programme_id):
        await self.scenario.command(define, programme_id, PLAN, 0, 10)

    async def certify(self, programme_id, employee_id, role, number):
        certificate = Certificate(
            id=f"{employee_id}-{role}-{number}",
            tenant=self.scenario.scope.tenant,
            programme=programme_id,
            employee_id=employee_id,
            participant_id=f"p-{employee_id}",
            pairing_id=f"pairing-{number}",
            role=role,
            sessions=3,
            first_on=date(2025, 3, 1),
            last_on=date(2025, 6, 1),
            issued_at=self.scenario.now,
            code=f"{employee_id}-{number}",
        )

        async def save(uow):
            uow.save(CERTIFICATES, certificate)

        await self.scenario.command(save)

    async def order_list(self, text, *, by_name=True):
        order = await self._command_of(commands.begin_list, Role.MENTOR, 14, "carla", by_name=by_name)
        lines = list(read_lines(text.splitlines()))
        for start in range(0, len(lines), CHUNK):
            await self._command_of(commands.add_lines, order.id, lines[start : start + CHUNK])
        return await self._checked(await self._command_of(commands.check_list, order.id))

    async def order_group(self, group):
        order = await self._command_of(commands.order_group, Role.MENTOR, 14, "carla", group)
        return await self._checked(order)

    async def confirm(self, order):
        await self._command_of(commands.confirm, order.id, None)
        return await self.get(order)

    async def get(self, order, account=None):
        return await self.scenario.command(require_order, order.id, account)

    async def _checked(self, order):
        return await self.get(order)

    async def _command_of(self, command, *args, **kwargs):
        result = await self.scenario.command(command, *args, **kwargs)
        await self.settle()
        return result

    def _facts(self):
        facts = self.scenario.published()
        self.invited += [fact.employee_id for fact in facts if isinstance(fact, EmployeeInvited)]
        return []


async def count_lines(uow):
    return await uow.count(INVITATION_LINES, {})


@pytest.fixture
async def ordering():
    world = Ordering()
    await world.admit(mode="everybody")
    await world.hire("ada", "ben", "cem", "dea")
    return world


async def test_people_are_named_by_id_address_or_name_and_invited_once_confirmed(ordering):
    order = await ordering.order_list(
        "ADA\n\nBen@Example.com;engineering\n  Cem   EXAMPLE\nDea <dea@example.com>"
    )
    assert (order.state, order.total, order.invited, order.faults) == (OrderState.CHECKED, 4, 4, ())
    assert ordering.invited == []
    sent = await ordering.confirm(order)
    assert (sent.state, sent.invited, sent.position) == (OrderState.DONE, 4, 4)
    assert sorted(ordering.invited) == ["ada", "ben", "cem", "dea"]
    assert await ordering.scenario.command(count_lines) == 0
    again = await ordering.confirm(order)
    assert (again, len(ordering.invited)) == (sent, 4)


async def test_lines_that_name_nobody_are_reported_by_number_and_all_in_the_same_way(ordering):
    await ordering.hire("far", region="apac")
    await ordering.hire("new", hired_on=date(2027, 1, 1))
    await ordering.hire("gone", left=True)
    await ordering.hire("x1", "x2", name="Twin Example")
    order = await ordering.order_list("ada\nnobody\nfar\nnew\ngone\ntwin example\nada\nada@example.com\n;ben")
    assert [(fault.line, fault.reason.value) for fault in order.faults] == [
        (2, "unknown"), (3, "unknown"), (4, "unknown"), (5, "unknown"),
        (6, "ambiguous"), (7, "repeated"), (8, "repeated"), (9, "unknown"),
    ]  # fmt: skip
    assert (order.invited, sum(order.skipped.values()), order.total) == (1, 8, 9)


async def test_names_count_for_coordinators_of_all_programmes_alone(ordering):
    order = await ordering.order_list("ada example\nben", by_name=False)
    assert (order.invited, [fault.line for fault in order.faults]) == (1, [1])


async def test_people_who_were_asked_or_take_part_are_skipped_and_counted(ordering):
    await ordering.hire("eva", "fay")
    await ordering.join("ada")
    await ordering.join("ben")
    await ordering.leave("ben")
    for id_ in ("cem", "dea"):
        await ordering.scenario.command(invite, id_, Role.MENTEE, "carla", 14)
    await ordering.scenario.command(decline_invitation, await ordering.id_of("dea", Role.MENTEE), "dea")
    await ordering.admit(mode="application")
    await ordering.apply("eva")
    order = await ordering.order_list("ada\nben\ncem\ndea\neva\nfay")
    assert order.skipped == {"takes-part": 1, "left-programme": 1, "invited": 1, "declined": 1, "applied": 1}
    await ordering.confirm(order)
    assert ordering.invited[-1] == "fay"


async def test_a_group_is_counted_and_invited_in_steps(ordering):
    ids = [f"e-{number:04}" for number in range(2 * CHUNK)]
    await ordering.hire(*ids, grade=2, department="Sales")
    await ordering.hire("boss", grade=9, department="Sales")
    group = Group(regions=("emea",), grade_min=1, grade_max=4, department="Sales")
    order = await ordering.order_group(group)
    assert (order.state, order.total, order.invited) == (OrderState.CHECKED, len(ids), len(ids))
    sent = await ordering.confirm(order)
    assert (sent.state, sent.invited) == (OrderState.DONE, len(ids))
    assert ordering.invited == ids
    once_more = await ordering.order_group(group)
    assert (once_more.invited, once_more.skipped) == (0, {"invited": len(ids)})


async def test_a_group_is_in_regions_of_the_programme(ordering):
    with pytest.raises(RuleBroken, match="held in other regions"):
        await ordering.order_group(Group(regions=("apac",), grade_min=1, grade_max=12))


async def test_an_empty_list_is_refused(ordering):
    with pytest.raises(RuleBroken, match="the list is empty"):
        await ordering.order_list(" \n")


async def test_an_order_is_sent_or_discarded(ordering):
    order = await ordering.order_group(ALL_GRADES)
    for _ in range(2):
        await ordering.scenario.command(commands.discard, order.id, None)
    with pytest.raises(Conflict, match="it can't be sent"):
        await ordering.confirm(order)
    sent = await ordering.order_group(ALL_GRADES)
    await ordering.confirm(sent)
    with pytest.raises(Conflict, match="it can't be discarded"):
        await ordering.scenario.command(commands.discard, sent.id, None)


async def test_nobody_is_invited_once_the_programme_closes(ordering):
    await ordering.hire(*(f"e-{number:04}" for number in range(CHUNK)))
    order = await ordering.order_group(ALL_GRADES)
    await ordering.scenario.command(commands.confirm, order.id, None)
    await ordering.wait(days=160)
    stopped = await ordering.get(order)
    assert (stopped.state, stopped.invited, len(ordering.invited)) == (OrderState.STOPPED, CHUNK, CHUNK)
    with pytest.raises(Conflict, match="takes no new participants"):
        await ordering.order_list("ada")


async def test_a_limited_coordinator_sees_their_own_orders(ordering):
    order = await ordering.order_group(ALL_GRADES)
    with pytest.raises(NotFound):
        await ordering.get(order, account="other")
    page = PageRequest(10, 0)
    assert (await ordering.scenario.command(list_orders, "other", page))[1] == 0
    assert (await ordering.scenario.command(list_orders, "carla", page))[1] == 1


async def test_those_who_completed_an_earlier_programme_are_invited_in_the_same_role(ordering):
    await ordering.hire("e-a", "e-b", "e-c", "e-gone")
    for employee_id, role, number in (
        ("e-a", Role.MENTOR, 1),
        ("e-a", Role.MENTOR, 2),
        ("e-b", Role.MENTEE, 1),
        ("e-gone", Role.MENTOR, 1),
    ):
        await ordering.certify("last-year", employee_id, role, number)
    await ordering.hire("e-gone", left=True)
    with pytest.raises(RuleBroken) as refused:
        await ordering.order_group(LAST_YEAR)
    assert (refused.value.code, refused.value.field) == ("unknown-cohort", "completed_in")
    await ordering.open("last-year")
    order = await ordering.order_group(LAST_YEAR)
    assert (order.state, order.total, order.invited) == (OrderState.CHECKED, 2, 1)
    await ordering.confirm(order)
    assert ordering.invited == ["e-a"]
