"""The assignment of concerns to handlers, and the notices about them."""

from services.feedback.domain.concern import Concern, Handler, Notice, assign
from services.feedback.queries.handlers import handlers_for, least_busy
from services.feedback.store import CONCERNS, HANDLERS, NOTICES, PARTICIPANTS
from shared.contracts import feedback
from shared.contracts.feedback import ConcernAcknowledgementDue, NoticePosted
from shared.messaging import UnitOfWork


def assign_to(uow: UnitOfWork, concern: Concern, handler: Handler | None) -> Concern:
    """Assign a concern, tell its handler, and set the time by which they have to acknowledge it."""
    assigned = assign(concern, handler.id if handler else None, now=uow.now)
    if assigned.acknowledge_by:
        uow.schedule(ConcernAcknowledgementDue(concern_id=assigned.id), assigned.acknowledge_by)
    else:
        stop_waiting(uow, assigned)
    saved = uow.save(CONCERNS, assigned)
    if handler and handler.employee_id:
        _post(uow, saved, feedback.Notice.CONCERN_ASSIGNED, employee_id=handler.employee_id)
    return saved


async def hand_on(uow: UnitOfWork, concern: Concern) -> Concern:
    """Assign a concern to the next handler; without one, coordinators of all programmes may take it."""
    passed = {*concern.passed, concern.handler_id}
    others = [each for each in await handlers_for(uow, concern.employee_id) if each.id not in passed]
    return assign_to(uow, concern, await least_busy(uow, others))


def stop_waiting(uow: UnitOfWork, concern: Concern) -> None:
    """Cancel the time by which the concern has to be acknowledged."""
    uow.cancel(ConcernAcknowledgementDue(concern_id=concern.id))


async def notify_handler(uow: UnitOfWork, concern: Concern) -> None:
    """Tell the handler that there is an answer; one who is no employee gets no mail."""
    handler = await uow.get(HANDLERS, concern.handler_id) if concern.handler_id else None
    if handler and handler.employee_id:
        _post(uow, concern, feedback.Notice.ANSWER_WAITS, employee_id=handler.employee_id)


async def notify_reporter(uow: UnitOfWork, concern: Concern) -> None:
    """Tell the reporter that there is an answer."""
    reporter = await uow.require(PARTICIPANTS, concern.participant_id)
    _post(uow, concern, feedback.Notice.ANSWER_WAITS, participant_id=reporter.id, role=reporter.role)


def _post(uow: UnitOfWork, concern: Concern, notice: feedback.Notice, **reader: str) -> None:
    """Publish a notice under an id that does not lead to the concern."""
    occasion = (len(concern.passed), len(concern.messages), concern.concern_state)
    id_ = uow.keyed_id("notice", concern.id, notice, *occasion, *reader.values())
    posted = Notice(id=id_, tenant=concern.tenant, programme=concern.programme, region=concern.region)
    uow.save(NOTICES, posted, NoticePosted(notice_id=id_, notice=notice, **reader))
