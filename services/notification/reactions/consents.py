"""Facts about consent to changed terms."""

from datetime import timedelta
from typing import Final

from services.notification.commands.planning import plan, take_back
from services.notification.domain.delivery import reader_of
from services.notification.domain.kinds import Kind
from services.notification.domain.upstream import Participant
from services.notification.reactions.base import PAIR, reactions
from services.notification.store import PARTICIPANTS
from shared.contracts.enrollment import ConsentAsked, ConsentGiven
from shared.messaging import Event, UnitOfWork

_REMIND_AFTER: Final = timedelta(days=7)


@reactions.on(ConsentAsked, loads={PARTICIPANTS: "participant_id"})
async def ask_to_agree(event: Event[ConsentAsked], uow: UnitOfWork) -> None:
    """Ask to read the changed terms, and once more after a week."""
    person = await uow.get(PARTICIPANTS, event.data.participant_id)
    if person is None or person.consent_due_since:
        return
    due = person.changed(consent_due_since=event.time.date())
    uow.save(PARTICIPANTS, due)
    reader, fact_id = reader_of(event.data.role), _asking_of(due)
    whom = {"subject_id": person.id, "participant_id": person.id}
    await plan(uow, Kind.TERMS_CHANGED, fact_id, reader, due_at=event.time, **whom)
    due_at = event.time + _REMIND_AFTER
    await plan(uow, Kind.TERMS_CHANGED_REMINDER, fact_id, reader, due_at=due_at, **whom)


@reactions.on(ConsentGiven, loads={PARTICIPANTS: "participant_id"})
async def note_consent(event: Event[ConsentGiven], uow: UnitOfWork) -> None:
    """Remind nobody who has agreed."""
    await consent_settled(uow, event.data.participant_id)


async def consent_settled(uow: UnitOfWork, participant_id: str) -> None:
    """Take back what asks somebody to agree."""
    person = await uow.get(PARTICIPANTS, participant_id)
    if person is None or person.consent_due_since is None:
        return
    await take_back(uow, _asking_of(person), PAIR, Kind.TERMS_CHANGED, Kind.TERMS_CHANGED_REMINDER)
    uow.save(PARTICIPANTS, person.changed(consent_due_since=None))


def _asking_of(person: Participant) -> str:
    """Return the id of the fact that somebody was asked to agree on that day."""
    return f"{person.id}@terms-{person.consent_due_since}"
