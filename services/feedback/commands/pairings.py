"""The first contact of the two of a pairing."""

from services.feedback.commands.health_records import save_record
from services.feedback.commands.presence import require_present
from services.feedback.domain.health_record import HealthRecord
from services.feedback.queries.participants import participants_of
from services.feedback.store import HEALTH_RECORDS
from shared.contracts.feedback import FirstContactMade
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def make_contact(uow: UnitOfWork, pairing_id: str, employee_id: str) -> HealthRecord:
    """Record that the executive has contacted the mentor; the first time counts.

    Raises:
        NotFound: the employee has no such pairing.
        RuleBroken: the employee is the mentor; the executive makes the first contact.
        Conflict: the employee has left the programme.
    """
    record = await uow.get(HEALTH_RECORDS, pairing_id)
    people = await participants_of(uow, employee_id)
    own = {person.id for person in people}
    if record is None or own.isdisjoint({record.mentor_id, record.mentee_id}):
        raise NotFound(f"no such pairing: {pairing_id}")
    if record.mentee_id not in own:
        raise RuleBroken(
            "the executive makes the first contact", code="first-contact-of-executive", field="pairing_id"
        )
    require_present([person for person in people if person.id == record.mentee_id])
    if record.contacted_at:
        return record
    made = FirstContactMade(pairing_id=record.id, mentor_id=record.mentor_id, mentee_id=record.mentee_id)
    return await save_record(uow, record.contact(at=uow.now), [made])
