"""Endpoints for participants: enrolment, assessment, withdrawal."""

from enum import StrEnum
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict

from services.enrollment.api import examples
from services.enrollment.api.access import actor
from services.enrollment.api.participant_inputs import (
    AssessmentInput,
    EnrolmentInput,
)
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.api.views import ParticipantView, QuestionnaireView
from services.enrollment.api.withdrawal import own_reasons
from services.enrollment.commands import participants as commands
from services.enrollment.domain.assessment import CommunicationStyle
from services.enrollment.domain.instruments import latest, style_scales
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.queries import participants as queries
from services.enrollment.queries import programmes
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier, NotFound
from shared.runtime.caller import Caller
from shared.service import Coordinator, CoordinatorOrParticipant, Keys, Page, Paging, Read, Run
from shared.service import Participant as ParticipantCaller

_NAME: Final = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
"""Something is to be seen, and no control character."""

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")


class Language(StrEnum):
    """A language that questionnaires are written in."""

    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
    SPANISH = "es"


class Summary(BaseModel):
    """Participants by role and state."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SUMMARY]})

    participants: dict[Role, dict[ParticipantState, int]]
    total: int


def _view(participant: Participant, caller: Caller) -> ParticipantView:
    return ParticipantView.of(participant, caller.employee_id)


@router.post(
    "/participants",
    summary="Enrol",
    responses={201: {"model": ParticipantView, "description": "Enrolled, or enrolled again"}},
)
async def enrol(
    programme_id: ProgrammeId,
    enrolment: EnrolmentInput,
    caller: ParticipantCaller,
    run: Run,
    response: Response,
) -> ParticipantView:
    """Enrol as mentor or mentee; a repetition changes capacity, working hours and topics.

    ``capacity`` is for this programme, ``total_capacity`` for all programmes together.

    Employees enrol themselves; coordinators send invitations.
    """
    participant, joined = await run.command(
        caller,
        programme_id,
        commands.enrol_employee,
        programme_id,
        _enrolling(caller, enrolment.employee_id),
        enrolment.role,
        enrolment.preferences(),
        enrolment.terms_version if enrolment.consent else None,
        enrolment.terms_language,
        caller.sub,
        enrolment.total_capacity,
    )
    response.status_code = status.HTTP_201_CREATED if joined else status.HTTP_200_OK
    return _view(participant, caller)


def _enrolling(caller: Caller, employee_id: str | None) -> str:
    own = caller.require_employee()
    if employee_id not in {None, own}:
        raise NotFound(f"no such employee: {employee_id}")
    return own


@router.get("/participants", summary="List participants")
async def list_participants(
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    page: Paging,
    role: Annotated[Role | None, Query(description="Only participants in this role")] = None,
    state: Annotated[ParticipantState | None, Query()] = None,
    consent_due: Annotated[
        bool | None,
        Query(description="Only people who have to agree to changed terms, or who need not"),
    ] = None,
    name: Annotated[
        str | None,
        Query(max_length=100, pattern=_NAME, description="Beginnings of words of the name, in any order"),
    ] = None,
) -> Page[ParticipantView]:
    """List the participants of the programme, by id.

    ``consent_due``: those who have to agree to changed terms, or those who need not.
    ``name``: the beginnings of words of their names, in any order; upper and lower case are the same.
    """
    optional: dict[str, Any] = {"role": role, "state": state}
    filters: dict[str, Any] = {field: value.value for field, value in optional.items() if value is not None}
    if consent_due is not None:
        filters["consent_due"] = consent_due
    participants = await read.read(
        caller, programme_id, queries.list_participants, programme_id, filters, name, page
    )
    return Page.of(participants, partial(ParticipantView.of, viewer=caller.employee_id))


@router.get("/participants/{participant_id}", summary="One participant")
async def get_participant(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    caller: CoordinatorOrParticipant,
    read: Read,
    keys: Keys,
) -> ParticipantView:
    """Return a participant, for the coordinator and for the participant."""
    participant = await read.read(
        caller, programme_id, queries.require_visible, participant_id, actor(caller, programme_id)
    )
    reasons = await read.read(
        caller, programme_id, queries.read_reasons, keys, caller.employee_id, [participant]
    )
    return ParticipantView.of(participant, caller.employee_id, reasons.get(participant.id))


@router.get("/me", summary="The caller's own participations")
async def get_me(
    programme_id: ProgrammeId, caller: ParticipantCaller, read: Read, keys: Keys
) -> Page[ParticipantView]:
    """Return the caller's participations: as mentor, as mentee, or none."""
    me = caller.require_employee()
    own = await read.read(caller, programme_id, queries.list_own, programme_id, me)
    reasons = await own_reasons(read, keys, caller, programme_id, own)
    return Page(items=[ParticipantView.of(each, me, reasons.get(each.id)) for each in own], total=len(own))


@router.get("/assessments/{role}", summary="The questionnaire of a role")
async def get_assessment(
    programme_id: ProgrammeId,
    role: Role,
    caller: CoordinatorOrParticipant,
    read: Read,
    language: Annotated[Language, Query()] = Language.ENGLISH,
) -> QuestionnaireView:
    """Return the items, their options and the style scales, in the current version and a language."""
    drafts = caller.may_coordinate(programme_id)
    await read.read(caller, programme_id, programmes.get_programme, programme_id, drafts=drafts)
    return QuestionnaireView.of(latest(role, language), style_scales()[language])


@router.post("/participants/{participant_id}/assessment", summary="Answer the questionnaire")
async def submit_assessment(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    sent: AssessmentInput,
    caller: ParticipantCaller,
    run: Run,
) -> ParticipantView:
    """Save the participant's own answers; the latest answers count."""
    participant = await run.command(
        caller,
        programme_id,
        commands.submit_assessment,
        participant_id,
        caller.require_employee(),
        sent.version,
        sent.answers,
        CommunicationStyle.model_validate(sent.style.model_dump()),
    )
    return _view(participant, caller)


@router.get("/summary", summary="Counts of participants")
async def get_summary(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> Summary:
    """Count the participants by role and state."""
    counts = await read.read(caller, programme_id, queries.count_participants, programme_id)
    total = sum(count for states in counts.values() for count in states.values())
    return Summary(participants=counts, total=total)
