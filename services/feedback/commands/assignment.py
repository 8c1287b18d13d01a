"""The assignment of concerns to handlers, and the notices about them."""

from datetime import datetime, timedelta
from typing import Any, Final

from services.feedback.domain.concern import Concern, Handled
from services.feedback.domain.handler import Handler, Notice
from services.feedback.domain.sponsor import Sponsor
from services.feedback.queries.handlers import handlers_for, least_busy
from services.feedback.queries.sponsors import next_sponsor
from services.feedback.store import CONCERNS, HANDLERS, NOTICES, PARTICIPANTS, PROGRAMMES, SPONSORS
from shared.contracts import feedback
from shared.contracts.feedback import ConcernAcknowledgementDue, NoticePosted
from shared.messaging import UnitOfWork
from shared.runtime.logging import get_logger

log = get_logger(__name__)
_REMINDER: Final = "reminder"
"""The name of the timer that reminds; the other one hands the concern on."""
_TO_SPONSORS: Final = {
    feedback.Notice.CONCERN_ASSIGNED: feedback.Notice.ALERT,
    feedback.Notice.CONCERN_DUE: feedback.Notice.ALERT_DUE,
    feedback.Notice.ANSWER_WAITS: feedback.Notice.ALERT_ANSWERED,
}
"""Sponsors have pages of their own."""


async def assign_to(
    uow: UnitOfWork,
    concern: Concern,
    handler: Handler | Sponsor | None,
    handled_as: Handled = Handled.COORDINATOR,
) -> Concern:
    """Assign a concern, notify its handler, and set the times of the reminder and of handing it on."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    within = timedelta(days=programme.rules.concern_days)
    assigned = concern.assign(handler.id if handler else None, handled_as, within=within, now=uow.now)
    due = ConcernAcknowledgementDue(concern_id=assigned.id)
    if assigned.acknowledge_by:
        uow.schedule(due, assigned.acknowledge_by)
    else:
        uow.cancel(due)
    _schedule_reminder(uow, assigned)
    saved = uow.save(CONCERNS, assigned)
    _notify(uow, saved, handler, feedback.Notice.CONCERN_ASSIGNED, due_at=saved.acknowledge_by)
    return saved


async def hand_on(uow: UnitOfWork, concern: Concern, *, escalates: bool = False) -> Concern:
    """Assign a concern to somebody else; without anybody, coordinators of all programmes may take it.

    Args:
        uow: of the programme.
        concern: the concern.
        escalates: whether sponsors come before other coordinators, as they do after a sponsor.
    """
    by_sponsor = concern.handled_as in {Handled.SPONSOR, Handled.OTHER_SPONSOR}
    coordinator = await _next_coordinator(uow, concern)
    if coordinator and not escalates and not by_sponsor:
        return await assign_to(uow, concern, coordinator)
    if turn := await next_sponsor(uow, concern):
        return await assign_to(uow, concern, *turn)
    return await assign_to(uow, concern, coordinator)


async def _next_coordinator(uow: UnitOfWork, concern: Concern) -> Handler | None:
    passed = {*concern.passed, concern.handler_id}
    return await least_busy(
        uow, [each for each in await handlers_for(uow, concern.employee_id) if each.id not in passed]
    )


async def remind(uow: UnitOfWork, concern: Concern) -> None:
    """Notify the handler once more; the coordinators until one of them takes the concern."""
    reminded = uow.save(CONCERNS, concern.note_reminder(now=uow.now))
    _schedule_reminder(uow, reminded)
    handler, due_at = await _handler_of(uow, reminded), reminded.acknowledge_by
    _notify(uow, reminded, handler, feedback.Notice.CONCERN_DUE, due_at=due_at)


def stop_waiting(uow: UnitOfWork, concern: Concern) -> None:
    """Cancel the times of the reminder and of handing the concern on."""
    due = ConcernAcknowledgementDue(concern_id=concern.id)
    uow.cancel(due)
    uow.cancel(due, name=_REMINDER)


async def notify_handler(uow: UnitOfWork, concern: Concern) -> None:
    """Notify the handler that there is an answer."""
    _notify(uow, concern, await _handler_of(uow, concern), feedback.Notice.ANSWER_WAITS)


async def notify_reporter(uow: UnitOfWork, concern: Concern) -> None:
    """Notify the reporter that there is an answer."""
    reporter = await uow.require(PARTICIPANTS, concern.participant_id)
    _post(uow, concern, feedback.Notice.ANSWER_WAITS, participant_id=reporter.id, role=reporter.role)


def _schedule_reminder(uow: UnitOfWork, concern: Concern) -> None:
    if concern.remind_at:
        due = ConcernAcknowledgementDue(concern_id=concern.id)
        uow.schedule(due, concern.remind_at, name=_REMINDER)


async def _handler_of(uow: UnitOfWork, concern: Concern) -> Handler | Sponsor | None:
    if concern.handler_id is None:
        return None
    return await uow.get(HANDLERS, concern.handler_id) or await uow.get(SPONSORS, concern.handler_id)


def _notify(
    uow: UnitOfWork,
    concern: Concern,
    handler: Handler | Sponsor | None,
    notice: feedback.Notice,
    *,
    due_at: datetime | None = None,
) -> None:
    """Notify the handler; where there is none, or one who is no employee, the coordinators."""
    if handler and handler.employee_id:
        said = _TO_SPONSORS[notice] if isinstance(handler, Sponsor) else notice
        _post(uow, concern, said, employee_id=handler.employee_id, due_at=due_at)
        return
    if handler is None:
        log.warning("no eligible handler in the programme", code="coordinators-wanted")
    _post(uow, concern, feedback.Notice.COORDINATORS_WANTED)


def _post(uow: UnitOfWork, concern: Concern, notice: feedback.Notice, **fields: Any) -> None:
    """Publish a notice under an id that does not lead to the concern."""
    reader = fields.get("employee_id") or fields.get("participant_id") or ""
    occasion = (len(concern.passed), len(concern.messages), concern.concern_state, str(concern.remind_at))
    id_ = uow.keyed_id("notice", concern.id, notice, *occasion, reader)
    posted = Notice(id=id_, tenant=concern.tenant, programme=concern.programme, region=concern.region)
    uow.save(NOTICES, posted, NoticePosted(notice_id=id_, notice=notice, **fields))
