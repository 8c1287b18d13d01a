"""Facts of enrollment: programmes, people on their way to ready, imports."""

from datetime import timedelta
from typing import Final

from services.notification.commands.planning import count_in_digest, plan, take_back
from services.notification.domain.delivery import reader_of
from services.notification.domain.kinds import Kind
from services.notification.domain.upstream import Participant, Programme
from services.notification.reactions.base import PAIR, ids_of, reactions
from services.notification.reactions.consents import consent_settled
from services.notification.store import PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import (
    CertificateIssued,
    ContactAgreed,
    EmployeesImported,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeDefinition,
    ProgrammeOpened,
    TrainingCompleted,
    TrainingExpired,
)
from shared.messaging import Event, UnitOfWork

_REMIND_AFTER: Final = timedelta(days=7)


@reactions.on(ProgrammeOpened, ProgrammeChanged, replaces={PROGRAMMES: "programme_id"})
async def learn_programme(event: Event[ProgrammeDefinition], uow: UnitOfWork) -> None:
    """Keep the rules that messages state."""
    programme = Programme(
        id=event.data.programme_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        first_contact_days=event.data.rules.first_contact_days,
    )
    uow.save(PROGRAMMES, programme)


@reactions.on(ParticipantEnrolled)
async def ask_to_get_ready(event: Event[ParticipantEnrolled], uow: UnitOfWork) -> None:
    """Note who it is; say what is still to do before matching, and once more after a week."""
    reader, id_ = reader_of(event.data.role), event.data.participant_id
    person = Participant(id=id_, employee_id=event.data.employee_id, **event.scope.model_dump())
    uow.save(PARTICIPANTS, person)
    whom = {"subject_id": id_, "participant_id": id_}
    await plan(uow, Kind.GET_READY, event.id, reader, due_at=event.time, **whom)
    due_at = event.time + _REMIND_AFTER
    await plan(uow, Kind.GET_READY_REMINDER, id_, reader, due_at=due_at, **whom)


@reactions.on(ParticipantReady)
async def note_ready(event: Event[ParticipantReady], uow: UnitOfWork) -> None:
    """Remind nobody who is ready."""
    await take_back(uow, event.data.participant_id, PAIR, Kind.GET_READY_REMINDER)


@reactions.on(ParticipantWithdrawn, loads={PARTICIPANTS: "participant_id"})
async def note_withdrawal(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Remind nobody who has left."""
    await take_back(uow, event.data.participant_id, PAIR, Kind.GET_READY_REMINDER)
    await _training_settled(uow, event.data.participant_id)
    await consent_settled(uow, event.data.participant_id)


@reactions.on(TrainingExpired, loads={PARTICIPANTS: "participant_id"})
async def ask_to_train_again(event: Event[TrainingExpired], uow: UnitOfWork) -> None:
    """Ask to renew the training, and once more after a week; one message for all modules that expire."""
    data = event.data
    person = await uow.get(PARTICIPANTS, data.participant_id)
    if person is None or person.training_due_since:
        return
    due = person.changed(training_due_since=event.time.date())
    uow.save(PARTICIPANTS, due)
    reader, fact_id = reader_of(data.role), _expiry_of(due)
    whom = {"subject_id": person.id, "participant_id": person.id}
    await plan(uow, Kind.TRAINING_DUE, fact_id, reader, due_at=event.time, **whom)
    due_at = event.time + _REMIND_AFTER
    await plan(uow, Kind.TRAINING_DUE_REMINDER, fact_id, reader, due_at=due_at, **whom)


@reactions.on(TrainingCompleted, loads={PARTICIPANTS: "participant_id"})
async def note_trained(event: Event[TrainingCompleted], uow: UnitOfWork) -> None:
    """Remind nobody who has renewed the training."""
    if not event.data.left:
        await _training_settled(uow, event.data.participant_id)


async def _training_settled(uow: UnitOfWork, participant_id: str) -> None:
    person = await uow.get(PARTICIPANTS, participant_id)
    if person is None or person.training_due_since is None:
        return
    await take_back(uow, _expiry_of(person), PAIR, Kind.TRAINING_DUE, Kind.TRAINING_DUE_REMINDER)
    uow.save(PARTICIPANTS, person.changed(training_due_since=None))


def _expiry_of(person: Participant) -> str:
    """Return the id of the fact that the training of somebody expired on that day."""
    return f"{person.id}@{person.training_due_since}"


@reactions.on(CertificateIssued)
async def send_certificate(event: Event[CertificateIssued], uow: UnitOfWork) -> None:
    """Tell the participant where the certificate is."""
    data = event.data
    whom = {"subject_id": data.certificate_id, "participant_id": data.participant_id}
    reader = reader_of(data.role)
    await plan(uow, Kind.CERTIFICATE, data.certificate_id, reader, due_at=event.time, **whom)


@reactions.on(ContactAgreed)
async def tell_contact(event: Event[ContactAgreed], uow: UnitOfWork) -> None:
    """Tell both how to reach each other."""
    data = event.data
    for reader in PAIR:
        fields = {"subject_id": data.pairing_id, "due_at": event.time, **ids_of(data, reader)}
        await plan(uow, Kind.CONTACT_AGREED, data.pairing_id, reader, **fields)


@reactions.on(EmployeesImported)
async def note_rejected_rows(event: Event[EmployeesImported], uow: UnitOfWork) -> None:
    """Let the coordinators know of refused rows."""
    if event.data.rejected:
        await count_in_digest(uow, event.time, "rows-rejected", event.data.rejected)


@reactions.on(ProgrammeClosing)
async def note_closing(event: Event[ProgrammeClosing], uow: UnitOfWork) -> None:
    """Let the coordinators know that the end begins."""
    await count_in_digest(uow, event.time, "programme-closing")
