"""The assignment of concerns to handlers, and the notices about them."""

from datetime import datetime
from typing import Any, Final

from services.feedback.domain.concern import Concern, Handler, Notice, assign, note_reminder
from services.feedback.queries.handlers import handlers_for, least_busy
from services.feedback.store import CONCERNS, HANDLERS, NOTICES, PARTICIPANTS
from shared.contracts import feedback
from shared.contracts.feedback import ConcernAcknowledgementDue, NoticePosted
from shared.messaging import UnitOfWork

_REMINDER: Final = "reminder"
"""The name of the timer that reminds; the other one hands the concern on."""


def assign_to(uow: UnitOfWork, concern: Concern, handler: Handler | None) -> Concern:
    """Assign a concern, notify its handler, and set the times of the reminder and of handing it on."""
    assigned = assign(concern, handler.id if handler else None, now=uow.now)
    due = ConcernAcknowledgementDue(concern_id=assigned.id)
    if assigned.acknowledge_by:
        uow.schedule(due, assigned.acknowledge_by)
    else:
        uow.cancel(due)
    _schedule_reminder(uow, assigned)
    saved = uow.save(CONCERNS, assigned)
    _notify(uow, saved, handler, feedback.Notice.CONCERN_ASSIGNED, due_at=saved.acknowledge_by)
    return saved


async def hand_on(uow: UnitOfWork, concern: Concern) -> Concern:
    """Assign a concern to the next handler; without one, coordinators of all programmes may take it."""
    passed = {*concern.passed, concern.handler_id}
    others = [each for each in await handlers_for(uow, concern.employee_id) if each.id not in passed]
    return assign_to(uow, concern, await least_busy(uow, others))


async def remind(uow: UnitOfWork, concern: Concern) -> None:
    """Notify the handler once more; the coordinators until one of them takes the concern."""
    reminded = uow.save(CONCERNS, note_reminder(concern, now=uow.now))
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


async def _handler_of(uow: UnitOfWork, concern: Concern) -> Handler | None:
    return await uow.get(HANDLERS, concern.handler_id) if concern.handler_id else None


def _notify(
    uow: UnitOfWork,
    concern: Concern,
    handler: Handler | None,
    notice: feedback.Notice,
    *,
    due_at: datetime | None = None,
) -> None:
    """Notify the handler; where there is none, or one who is no employee, the coordinators."""
    if handler and handler.employee_id:
        _post(uow, concern, notice, employee_id=handler.employee_id, due_at=due_at)
    else:
        _post(uow, concern, feedback.Notice.COORDINATORS_WANTED)


def _post(uow: UnitOfWork, concern: Concern, notice: feedback.Notice, **fields: Any) -> None:
    """Publish a notice under an id that does not lead to the concern."""
    reader = fields.get("employee_id") or fields.get("participant_id") or ""
    occasion = (len(concern.passed), len(concern.messages), concern.concern_state, str(concern.remind_at))
    id_ = uow.keyed_id("notice", concern.id, notice, *occasion, reader)
    posted = Notice(id=id_, tenant=concern.tenant, programme=concern.programme, region=concern.region)
    uow.save(NOTICES, posted, NoticePosted(notice_id=id_, notice=notice, **fields))
