"""Facts of enrollment: programmes and participants."""

from services.feedback.commands import own_questionnaires
from services.feedback.commands.collecting import plan_again
from services.feedback.domain.upstream import UNKNOWN_BAND, Participant, Programme, Standing
from services.feedback.reactions.base import reactions
from services.feedback.store import PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import (
    FigureEntered,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeDefinition,
    ProgrammeOpened,
    ProgrammeTemplateSaved,
)
from shared.contracts.feedback import HealthReviewDue
from shared.contracts.measures import grade_band
from shared.kernel import Scope
from shared.messaging import OF_PROGRAMME, Event, UnitOfWork


@reactions.on(ProgrammeOpened, ProgrammeChanged, replaces={PROGRAMMES: "programme_id"})
async def learn_programme(event: Event[ProgrammeDefinition], uow: UnitOfWork) -> None:
    """Keep the rules and objectives in force; a copy begins with the questions of its original."""
    fields = event.data.model_dump(include={"starts_on", "ends_on", "rules", "objectives"})
    previous = await uow.get(PROGRAMMES, event.data.programme_id)
    programme = Programme(
        id=event.data.programme_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        entered=previous.entered if previous else {},
        **fields,
    )
    uow.save(PROGRAMMES, programme)
    if previous and previous.rules != programme.rules:
        uow.schedule(HealthReviewDue(programme_id=programme.id), uow.now, name=event.id)
    await plan_again(uow, programme)
    if isinstance(event.data, ProgrammeOpened) and event.data.copied_from:
        await own_questionnaires.copy_questions(uow, event.data.copied_from)
    if isinstance(event.data, ProgrammeOpened) and event.data.template:
        await own_questionnaires.begin_with_template(uow, event.data.template)


@reactions.on(ProgrammeTemplateSaved)
async def keep_template_questions(event: Event[ProgrammeTemplateSaved], uow: UnitOfWork) -> None:
    """Keep the programme's own questions for programmes that begin with the template."""
    await own_questionnaires.keep_for_template(uow, event.data.template_id)


@reactions.on(FigureEntered, loads={PROGRAMMES: OF_PROGRAMME})
async def learn_figure(event: Event[FigureEntered], uow: UnitOfWork) -> None:
    """Keep the latest figure of a key result."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    entered = programme.entered | {event.data.name: event.data.value}
    uow.save(PROGRAMMES, programme.changed(entered=entered))


@reactions.on(ParticipantEnrolled, replaces={PARTICIPANTS: "participant_id"})
async def learn_participant(event: Event[ParticipantEnrolled], uow: UnitOfWork) -> None:
    """Save the participant's employee id; an earlier line of managers stays when somebody enrols again."""
    previous = await uow.get(PARTICIPANTS, event.data.participant_id)
    uow.save(PARTICIPANTS, _participant(event.data, uow.scope, Standing.ENROLLED, previous))


@reactions.on(ParticipantWithdrawn, replaces={PARTICIPANTS: "participant_id"})
async def let_participant_go(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Keep the participant's identity: they may still read their answers, and their partners remain."""
    previous = await uow.get(PARTICIPANTS, event.data.participant_id)
    region = previous.region if previous else uow.scope.region
    scope = uow.scope.model_copy(update={"region": region})
    uow.save(PARTICIPANTS, _participant(event.data, scope, Standing.WITHDRAWN, previous))


@reactions.on(ParticipantReady, replaces={PARTICIPANTS: "participant_id"})
async def learn_ready_participant(event: Event[ParticipantReady], uow: UnitOfWork) -> None:
    """Learn the region, the grade band and the line of managers in force as well."""
    profile = event.data.profile
    person = Participant(
        id=event.data.participant_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        region=profile.region,
        employee_id=profile.employee_id,
        role=profile.role,
        standing=Standing.READY,
        line=profile.line,
        grade_band=grade_band(profile.grade),
    )
    uow.save(PARTICIPANTS, person)


def _participant(
    data: ParticipantEnrolled | ParticipantWithdrawn,
    scope: Scope,
    standing: Standing,
    previous: Participant | None,
) -> Participant:
    return Participant(
        id=data.participant_id,
        tenant=scope.tenant,
        programme=scope.programme,
        region=scope.region,
        employee_id=data.employee_id,
        role=data.role,
        standing=standing,
        line=previous.line if previous else None,
        grade_band=previous.grade_band if previous else UNKNOWN_BAND,
    )
