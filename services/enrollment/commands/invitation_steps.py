"""One step of an order to invite many: some of its people, checked or invited."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from services.enrollment.commands.invitations import send_invitation
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.invitation_list import Line, People
from services.enrollment.domain.invitation_order import CHUNK, Group, InvitationOrder, LineFault, OrderState
from services.enrollment.domain.participant import participant_ids
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.domain.skipping import Skip, skip_reason
from services.enrollment.queries.invitation_orders import completed_after, find_named, in_group, lines_id
from services.enrollment.store import (
    APPLICATIONS,
    EMPLOYEES,
    INVITATION_LINES,
    INVITATIONS,
    PARTICIPANTS,
    PROGRAMMES,
)
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Part:
    """The people that one step is about.

    Attributes:
        employees: those who can take part.
        faults: lines that name none of them.
        dealt_with: the number of people or lines.
        after: the last employee, of a group.
        is_last: whether no step follows.
    """

    employees: Sequence[Employee]
    faults: Sequence[LineFault]
    dealt_with: int
    after: str
    is_last: bool


async def take_step(uow: UnitOfWork, order: InvitationOrder) -> InvitationOrder:
    """Check or invite the next people of an order."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    if not programme.admits(day_begun(uow.now)):
        return order.finish(uow.now, stopped=True)
    if order.group is None:
        part = await _next_of_list(uow, order, programme)
    else:
        part = await _next_of_group(uow, order, order.group, programme)
    skips = [fault.reason for fault in part.faults]
    invited = 0
    for employee, earlier, reason in await _with_reasons(uow, order, part.employees):
        if reason:
            skips.append(reason)
            continue
        invited += 1
        if order.state is OrderState.SENDING and order.expires_at:
            send_invitation(uow, employee, order.role, order.ordered_by, order.expires_at, earlier)
    order = order.step(part.dealt_with, part.after, invited, part.faults, skips)
    if not part.is_last:
        return order
    return order.checked() if order.state is OrderState.CHECKING else order.finish(uow.now)


async def _next_of_list(uow: UnitOfWork, order: InvitationOrder, programme: Programme) -> Part:
    chunk = await uow.require(INVITATION_LINES, lines_id(order.id, order.position // CHUNK))
    people = People(
        await find_named(uow, programme, chunk.lines, by_name=order.by_name), by_name=order.by_name
    )
    employees: dict[str, Employee] = {}
    faults: list[LineFault] = []
    for line in chunk.lines:
        named = people.named(line)
        reason = _fault(line, named, employees)
        if reason:
            faults.append(LineFault(line=line.number, reason=reason))
        else:
            employees[named[0].id] = named[0]
    if order.state is OrderState.SENDING:
        uow.delete(INVITATION_LINES, chunk)
    dealt_with = len(chunk.lines)
    is_last = order.position + dealt_with >= order.total
    return Part(list(employees.values()), faults, dealt_with, "", is_last)


def _fault(line: Line, named: Sequence[Employee], before: Container[str]) -> Skip | None:
    """Why a line names nobody who can be invited; None if it names one employee."""
    if line.repeated:
        return Skip.REPEATED
    if len(named) != 1:
        return Skip.AMBIGUOUS if named else Skip.UNKNOWN
    return Skip.REPEATED if named[0].id in before else None


async def _next_of_group(uow: UnitOfWork, order: InvitationOrder, group: Group, programme: Programme) -> Part:
    if group.completed_in:
        return await _next_of_cohort(uow, order, group, group.completed_in, programme)
    after = order.after
    query = in_group(programme, group, uow.now.date()) | {"id": {"$gt": after}}
    employees = await uow.find(EMPLOYEES, query, sort=[("id", 1)], limit=CHUNK)
    last = employees[-1].id if employees else after
    return Part(employees, (), len(employees), last, len(employees) < CHUNK)


async def _next_of_cohort(
    uow: UnitOfWork, order: InvitationOrder, group: Group, cohort: str, programme: Programme
) -> Part:
    completed = await completed_after(uow, cohort, order.role, order.after, CHUNK)
    ids = sorted(set(completed))
    query = in_group(programme, group, uow.now.date()) | {"id": {"$in": ids}}
    employees = await uow.find(EMPLOYEES, query, sort=[("id", 1)])
    last = ids[-1] if ids else order.after
    return Part(employees, (), len(ids), last, len(completed) < CHUNK)


async def _with_reasons(
    uow: UnitOfWork, order: InvitationOrder, employees: Sequence[Employee]
) -> list[tuple[Employee, Invitation | None, Skip | None]]:
    """Return each employee with their earlier invitation to the role, and the reason to skip them, if any."""
    roles = {employee.id: participant_ids(uow.keyed_id, uow.scope, employee.id) for employee in employees}
    ids = [id_ for each in roles.values() for id_ in each.values()]
    await uow.preload({PARTICIPANTS: ids, APPLICATIONS: ids, INVITATIONS: ids})
    with_reasons = []
    for employee in employees:
        own = roles[employee.id]
        reason = skip_reason(
            [await uow.get(PARTICIPANTS, id_) for id_ in own.values()],
            [await uow.get(APPLICATIONS, id_) for id_ in own.values()],
            [await uow.get(INVITATIONS, id_) for id_ in own.values()],
            uow.now,
        )
        with_reasons.append((employee, await uow.get(INVITATIONS, own[order.role]), reason))
    return with_reasons
