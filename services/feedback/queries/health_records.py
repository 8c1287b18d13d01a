"""The health record of a pairing."""

from services.feedback.domain.health_record import HealthRecord, start
from services.feedback.store import HEALTH_RECORDS
from shared.messaging import UnitOfWork


async def health_record(uow: UnitOfWork, pairing_id: str, mentor_id: str, mentee_id: str) -> HealthRecord:
    """Return the health record of a pairing; a new one at the first event about it."""
    return await uow.get(HEALTH_RECORDS, pairing_id) or start(uow.scope, pairing_id, mentor_id, mentee_id)
