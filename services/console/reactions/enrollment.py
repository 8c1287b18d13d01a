"""Facts of enrollment."""

from datetime import UTC, datetime

from services.console.reactions.registry import reactions
from services.console.read_models.people import PersonState, Programme, Stage
from services.console.store import EFFECTS, ENTERED_FIGURES, PEOPLE, PROGRAMMES, keep, load
from shared.contracts.enrollment import (
    AssessmentCompleted,
    CertificateIssued,
    ConsentAsked,
    ConsentGiven,
    EffectMeasured,
    FigureEntered,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeDefinition,
    ProgrammeOpened,
    TrainingCompleted,
    TrainingExpired,
    WithdrawalReason,
)
from shared.messaging import Event, UnitOfWork


@reactions.on(ProgrammeOpened, ProgrammeChanged, replaces={PROGRAMMES: "programme_id"})
async def note_programme(event: Event[ProgrammeDefinition], uow: UnitOfWork) -> None:
    """Keep the latest definition."""
    data = event.data
    known = await uow.get(PROGRAMMES, data.programme_id)
    uow.save(
        PROGRAMMES,
        Programme(
            id=data.programme_id,
            tenant=uow.scope.tenant,
            programme=uow.scope.programme,
            starts_on=data.starts_on,
            ends_on=None if data.evergreen else data.ends_on,
            regions=data.regions,
            rules=data.rules,
            objectives=data.objectives,
            words=data.words,
            stage=known.stage if known else Stage.OPEN,
        ),
    )


@reactions.on(FigureEntered, replaces={ENTERED_FIGURES: "name"})
async def note_entered(event: Event[FigureEntered], uow: UnitOfWork) -> None:
    """Note a new figure of a key result."""
    row = await load(uow, ENTERED_FIGURES, event.data.name)
    noted = row.noted(value=event.data.value, measured_on=event.data.measured_on)
    await keep(uow, ENTERED_FIGURES, noted)


@reactions.on(EffectMeasured, replaces={EFFECTS: "programme_id"})
async def note_effect(event: Event[EffectMeasured], uow: UnitOfWork) -> None:
    """Note the comparison of participants with others at the end of the programme."""
    row = await load(uow, EFFECTS, event.data.programme_id)
    uow.save(EFFECTS, row.noted(outcomes=event.data.outcomes))


@reactions.on(ParticipantEnrolled, replaces={PEOPLE: "participant_id"})
async def note_enrolled(event: Event[ParticipantEnrolled], uow: UnitOfWork) -> None:
    """Note a participant who joined, or joined again."""
    data = event.data
    person = await load(uow, PEOPLE, data.participant_id)
    enrolled = person.enrolled(
        data.employee_id, data.role, uow.scope.region, event.time, trained=not data.to_train
    )
    await keep(uow, PEOPLE, enrolled)


@reactions.on(AssessmentCompleted, replaces={PEOPLE: "participant_id"})
async def note_assessed(event: Event[AssessmentCompleted], uow: UnitOfWork) -> None:
    """Note that a participant answered the assessment."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.noted(assessment=event.data.result))


@reactions.on(TrainingCompleted, replaces={PEOPLE: "participant_id"})
async def note_trained(event: Event[TrainingCompleted], uow: UnitOfWork) -> None:
    """Note that a participant completed a module of the training."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.noted(trained=not event.data.left))


@reactions.on(TrainingExpired, replaces={PEOPLE: "participant_id"})
async def note_training_expired(event: Event[TrainingExpired], uow: UnitOfWork) -> None:
    """Note that a participant has to renew the training."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.noted(trained=False))


@reactions.on(ConsentAsked, replaces={PEOPLE: "participant_id"})
async def note_consent_asked(event: Event[ConsentAsked], uow: UnitOfWork) -> None:
    """Note that a participant has to agree to changed terms."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.noted(consent_due=True))


@reactions.on(ConsentGiven, replaces={PEOPLE: "participant_id"})
async def note_consent_given(event: Event[ConsentGiven], uow: UnitOfWork) -> None:
    """Note that a participant has agreed to the terms."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.noted(consent_due=False))


@reactions.on(ParticipantReady, replaces={PEOPLE: "participant_id"})
async def note_ready(event: Event[ParticipantReady], uow: UnitOfWork) -> None:
    """Note that a participant can be matched, or that facts about them changed."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.ready(event.data.profile))


@reactions.on(ParticipantWithdrawn, replaces={PEOPLE: "participant_id"})
async def note_withdrawn(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Note that a participant left."""
    data = event.data
    person = await load(uow, PEOPLE, data.participant_id)
    left = data.reason == WithdrawalReason.LEFT_ORGANISATION
    withdrawn = person.noted(
        employee_id=data.employee_id,
        role=data.role,
        state=PersonState.WITHDRAWN,
        consent_due=False,
        left_at=datetime.now(UTC) if left else person.left_at,
    )
    await keep(uow, PEOPLE, withdrawn)


@reactions.on(CertificateIssued, replaces={PEOPLE: "participant_id"})
async def note_certificate(event: Event[CertificateIssued], uow: UnitOfWork) -> None:
    """Note a participant's certificate."""
    person = await load(uow, PEOPLE, event.data.participant_id)
    await keep(uow, PEOPLE, person.certified(event.data.certificate_id))
