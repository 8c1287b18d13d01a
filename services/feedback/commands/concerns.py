"""Commands of reporters on concerns."""

from services.feedback.commands.assignment import assign_to, hand_on, notify_handler, stop_waiting
from services.feedback.commands.presence import require_present
from services.feedback.domain.concern import Concern, Handled, report
from services.feedback.domain.concern_message import Author, about_owner, message_owner
from services.feedback.domain.handler import Handler
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.upstream import Participant
from services.feedback.queries.concerns import own_concern
from services.feedback.queries.handlers import handlers_for, least_busy
from services.feedback.queries.participants import participants_of, records_of
from services.feedback.queries.sponsors import may_still_handle
from services.feedback.store import CONCERNS, PROGRAMMES
from shared.encryption import MasterKeys
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork
from shared.service import seal, text_key


async def report_concern(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    employee_id: str,
    about: str,
    *,
    pairing_id: str | None = None,
    named: bool = True,
    handler_id: str | None = None,
) -> Concern:
    """Report a concern to one handler; what is published of it names neither the concern nor the reporter.

    The same text about the same pairing is the same concern.

    Args:
        uow: of the programme.
        master_keys: of the process.
        employee_id: the reporter.
        about: the text.
        pairing_id: the pairing it is about, if any.
        named: whether each handler learns who reports, and not only the first.
        handler_id: the handler whom the reporter has chosen; None for any.

    Raises:
        NotFound: the employee takes no part in this programme.
        RuleBroken: the pairing is none of the reporter's, or the handler may not read it.
        Conflict: the employee has left the programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    people = await participants_of(uow, employee_id)
    if not people:
        raise NotFound("you do not take part in this programme")
    people = require_present(people)
    reporter = _reporter(people, await records_of(uow, people), pairing_id)
    handler = await _choose(uow, employee_id, handler_id)
    key = await text_key(uow, master_keys, employee_id)
    concern_id = key.keyed_id("concern", uow.scope.programme, reporter.id, pairing_id or "", about)
    reported = await uow.get(CONCERNS, concern_id)
    if reported:
        return reported
    sealed = seal(key, about, about_owner(uow.scope, concern_id))
    concern = report(reporter, concern_id, sealed, pairing_id=pairing_id, named=named, now=uow.now)
    return await assign_to(uow, concern, handler) if handler else await hand_on(uow, concern)


async def answer_handler(
    uow: UnitOfWork, master_keys: MasterKeys, concern_id: str, employee_id: str, text: str
) -> Concern:
    """Write to the handler; a handler who may no longer read the concern is replaced.

    Raises:
        NotFound: the employee has no such concern.
        Conflict: the concern has ended, or has as many messages as it may have.
    """
    concern = await own_concern(uow, concern_id, employee_id)
    replaced = concern.is_open and concern.handler_id is not None and not await _may_handle(uow, concern)
    successor = await hand_on(uow, concern) if replaced else concern
    key = await text_key(uow, master_keys, employee_id)
    sealed = seal(key, text, message_owner(uow.scope, concern_id, len(concern.messages)))
    answered = successor.add_message(Author.REPORTER, sealed, now=uow.now)
    saved = uow.save(CONCERNS, answered)
    if not replaced:
        await notify_handler(uow, saved)
    return saved


async def withdraw_concern(uow: UnitOfWork, concern_id: str, employee_id: str) -> Concern:
    """Withdraw a concern: its handler can no longer read it.

    Raises:
        NotFound: the employee has no such concern.
        Conflict: it is closed.
    """
    concern = await own_concern(uow, concern_id, employee_id)
    stop_waiting(uow, concern)
    return uow.save(CONCERNS, concern.withdraw(now=uow.now))


async def _may_handle(uow: UnitOfWork, concern: Concern) -> bool:
    if concern.handled_as is not Handled.COORDINATOR:
        return await may_still_handle(uow, concern)
    return concern.handler_id in {handler.id for handler in await handlers_for(uow, concern.employee_id)}


async def _choose(uow: UnitOfWork, employee_id: str, handler_id: str | None) -> Handler | None:
    handlers = await handlers_for(uow, employee_id)
    if handler_id is None:
        return await least_busy(uow, handlers)
    for handler in handlers:
        if handler.id == handler_id:
            return handler
    raise RuleBroken("must be one of those who may read it", code="not-a-concern-reader", field="handler_id")


def _reporter(people: list[Participant], own: list[HealthRecord], pairing_id: str | None) -> Participant:
    """Return the participant as whom an employee reports: the one in the pairing, else the first."""
    if pairing_id is None:
        return people[0]
    chosen = [record for record in own if record.id == pairing_id]
    members = {who for record in chosen for who in (record.mentor_id, record.mentee_id)}
    for person in people:
        if person.id in members:
            return person
    raise RuleBroken("must be one of your own pairings", code="not-your-pairing", field="pairing_id")
