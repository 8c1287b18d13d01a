"""Orders to invite many people: received, checked, confirmed, and sent in steps."""

import uuid
from collections.abc import Sequence
from typing import Any

from services.enrollment.commands.invitation_steps import take_step
from services.enrollment.commands.invitations import answer_by
from services.enrollment.domain.invitation_list import Line
from services.enrollment.domain.invitation_order import Group, InvitationOrder, OrderLines, OrderState
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.queries.invitation_orders import count_group, lines_id, require_order
from services.enrollment.store import INVITATION_LINES, INVITATION_ORDERS, PROGRAMMES
from shared.contracts.enrollment import InvitationOrderDue
from shared.contracts.vocabulary import Role
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork


async def begin_list(
    uow: UnitOfWork, role: Role, days: int, account: str, *, by_name: bool
) -> InvitationOrder:
    """Begin an order whose list follows in chunks.

    Raises:
        NotFound: no such programme.
        Conflict: the programme takes no new participants.
    """
    await _require_admitting(uow)
    return uow.save(INVITATION_ORDERS, _new(uow, role, days, account, by_name=by_name))


async def add_lines(uow: UnitOfWork, order_id: str, lines: Sequence[Line]) -> None:
    """Add a chunk to the list of an order."""
    order = await uow.require(INVITATION_ORDERS, order_id)
    id_ = lines_id(order_id, order.chunks)
    scope = {"tenant": uow.scope.tenant, "programme": uow.scope.programme}
    uow.save(INVITATION_LINES, OrderLines(id=id_, **scope, lines=tuple(lines)))
    uow.save(INVITATION_ORDERS, order.receive(len(lines)))


async def check_list(uow: UnitOfWork, order_id: str) -> InvitationOrder:
    """Check the list of an order, which is complete.

    Raises:
        RuleBroken: the list is empty.
    """
    order = await uow.require(INVITATION_ORDERS, order_id)
    if not order.total:
        raise RuleBroken("the list is empty", code="list-empty", field="list")
    return await proceed(uow, order.check(order.total))


async def order_group(uow: UnitOfWork, role: Role, days: int, account: str, group: Group) -> InvitationOrder:
    """Order to invite the employees of a group, and check it.

    Raises:
        NotFound: no such programme.
        RuleBroken: the programme is not held in one of the regions, or there is no such earlier one.
        Conflict: the programme takes no new participants.
    """
    programme = await _require_admitting(uow)
    if not set(group.regions) <= set(programme.plan.regions):
        raise RuleBroken("the programme is held in other regions", code="other-regions", field="regions")
    if group.completed_in and await uow.get(PROGRAMMES, group.completed_in) is None:
        raise RuleBroken("there is no such programme", code="unknown-cohort", field="completed_in")
    total = await count_group(uow, programme, group, role)
    return await proceed(uow, _new(uow, role, days, account, group=group).check(total))


async def confirm(uow: UnitOfWork, order_id: str, account: str | None) -> InvitationOrder:
    """Send the invitations of an order that was checked; a second time changes nothing.

    Args:
        uow: the unit of work.
        order_id: the order.
        account: the only account whose orders may be confirmed; None for all.

    Raises:
        NotFound: no such order, or it is another account's.
        Conflict: it is not checked yet, was discarded, or the programme takes no new participants.
    """
    order = await require_order(uow, order_id, account)
    programme = await _require_admitting(uow)
    confirmed = order.confirm(answer_by(uow, programme, order.days))
    return order if confirmed is order else await proceed(uow, confirmed)


async def discard(uow: UnitOfWork, order_id: str, account: str | None) -> InvitationOrder:
    """Discard an order that was not sent; a second time changes nothing.

    Raises:
        NotFound: no such order, or it is another account's.
        Conflict: it was sent.
    """
    order = await require_order(uow, order_id, account)
    return uow.save(INVITATION_ORDERS, order.discard())


async def proceed(uow: UnitOfWork, order: InvitationOrder) -> InvitationOrder:
    """Deal with the next people of an order, and let the others follow in transactions of their own."""
    order = await take_step(uow, order)
    if order.in_progress:
        uow.schedule(InvitationOrderDue(order_id=order.id), uow.now, name=str(order.steps))
    return uow.save(INVITATION_ORDERS, order)


async def go_on(uow: UnitOfWork, order_id: str) -> None:
    """Deal with the next people of an order unless it has ended meanwhile."""
    order = await uow.require(INVITATION_ORDERS, order_id)
    if order.in_progress:
        await proceed(uow, order)


async def _require_admitting(uow: UnitOfWork) -> Programme:
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    programme.check_admits(day_begun(uow.now))
    return programme


def _new(uow: UnitOfWork, role: Role, days: int, account: str, **fields: Any) -> InvitationOrder:
    return InvitationOrder(
        id=uuid.uuid4().hex,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        role=role,
        days=days,
        ordered_by=account,
        ordered_at=uow.now,
        state=OrderState.RECEIVING,
        **fields,
    )
