"""Save a health record with its health up to date: the last step of most use cases here.

Time alone changes a health too (two do not meet), and so do new rules. So a timer assesses each pairing when
its next step is due, and new rules start an assessment of all pairings: events and API always agree.
"""

from collections.abc import Sequence

from services.feedback.domain.health import reassess
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.idle import next_step
from services.feedback.store import HEALTH_RECORDS, PROGRAMMES
from shared.contracts.feedback import FeedbackEvent, IdleDue
from shared.messaging import UnitOfWork


async def save_record(
    uow: UnitOfWork, record: HealthRecord, happened: Sequence[FeedbackEvent] = ()
) -> HealthRecord:
    """Assess a health record by the programme's rules, set its timer, and save it with what happened to it.

    Raises:
        NotFound: the programme's definition has not arrived yet; the event waits for it.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    assessed, changes = reassess(record, programme.rules, now=uow.now)
    ahead = next_step(assessed, programme.rules)
    look_at = ahead.due_at if ahead else None
    if look_at != assessed.look_at:
        timer = IdleDue(pairing_id=assessed.id)
        if look_at:
            uow.schedule(timer, look_at)
        else:
            uow.cancel(timer)
        assessed = assessed.changed(look_at=look_at)
    return uow.save(HEALTH_RECORDS, assessed, *happened, *changes)
