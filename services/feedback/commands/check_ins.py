"""Answers to check-ins."""

from services.feedback.commands.closing import collect
from services.feedback.commands.learning import rate
from services.feedback.commands.presence import require_present
from services.feedback.domain.check_in import Answer, CheckIn, submit
from services.feedback.queries.check_ins import own_check_in
from services.feedback.store import CHECK_INS, PARTICIPANTS
from shared.contracts.feedback import CheckInLapseDue
from shared.messaging import UnitOfWork


async def answer_check_in(uow: UnitOfWork, check_in_id: str, employee_id: str, answer: Answer) -> CheckIn:
    """Answer one's own check-in; the answer waits for a closing, and changes nothing before.

    Raises:
        NotFound: this employee has no check-in with this id.
        Conflict: it has another answer, its time is over, or the employee has left the programme.
    """
    check_in = await own_check_in(uow, check_in_id, employee_id)
    [person] = require_present([await uow.require(PARTICIPANTS, check_in.participant_id)])
    answered, events = submit(check_in, answer, now=uow.now)
    if not events:
        return check_in
    uow.cancel(CheckInLapseDue(check_in_id=check_in_id))
    await collect(uow, person, answer)
    await rate(uow, check_in.pairing_id, answer.rating)
    return uow.save(CHECK_INS, answered, *events)
