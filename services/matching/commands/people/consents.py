"""Keep whether people have agreed to the terms in force; those who have not are not matched."""

from services.matching.commands.people.waiting import newly_free
from services.matching.store import PEOPLE
from shared.messaging import UnitOfWork


async def set_consent(uow: UnitOfWork, participant_id: str, *, due: bool) -> None:
    """Note that somebody has to agree to changed terms, or has; their pairings go on."""
    person = await uow.get(PEOPLE, participant_id)
    if person is None or person.consent_due == due:
        return
    uow.save(PEOPLE, person.changed(consent_due=due))
    if not due:
        await newly_free(uow, participant_id)
