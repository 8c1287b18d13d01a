"""Endpoints for programmes: list, create, change, and lead to their end."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Self

from fastapi import APIRouter, Path, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.commands import programmes as commands
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import MAX_REMINDER_HOURS, MAX_REMINDERS, ProgrammePlan
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.queries import programmes as queries
from shared.contracts.enrollment import AdmissionRules, Measure, Objective, ProgrammeRules
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.runtime.caller import CallerRole
from shared.service import Anybody, Coordinator, Page, Paging, Read, Run

router = APIRouter(tags=["programmes"])

MAX_VERSIONS = 1_000_000

ProgrammeId = Annotated[Identifier, Path(description="The programme's id", examples=["rm-2026"])]

_EXAMPLE: dict[str, Any] = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-12",
    "ends_on": "2026-07-10",
    "regions": ["emea", "americas", "apac"],
    "rules": {"min_grade_gap": 3, "cadence_weeks": 4},
    "objectives": [{"name": "digital-confidence", "measure": "satisfaction", "baseline": 3.1, "target": 4.2}],
    "terms_version": "2026-1",
    "admission": {"mode": "application", "mentor_places": 40, "mentee_places": 40, "offer_days": 7},
}


ReminderHours = Annotated[int, Field(ge=1, le=MAX_REMINDER_HOURS)]


class RulesInput(ProgrammeRules):
    """Rules as a coordinator sets them; unknown names are refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    reminder_hours: Annotated[tuple[ReminderHours, ...], Field(max_length=MAX_REMINDERS)] = (
        ProgrammeRules().reminder_hours
    )


class ObjectiveInput(Objective):
    """A key result as a coordinator sets it."""

    model_config = ConfigDict(extra="forbid")

    measure: Measure


class AdmissionInput(AdmissionRules):
    """The people who may join, and their number, as a coordinator sets them."""

    model_config = ConfigDict(extra="forbid")


class ProgrammeInput(ProgrammePlan):
    """The whole definition of a programme; omitted rules take their defaults."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    rules: RulesInput = RulesInput()
    objectives: Annotated[tuple[ObjectiveInput, ...], Field(max_length=20)] = ()
    admission: AdmissionInput = AdmissionInput()
    based_on: Annotated[int, Field(ge=0, le=MAX_VERSIONS)] = 0
    """The version of the plan that this one was edited from; 0 for a new programme."""

    def plan(self) -> ProgrammePlan:
        """Return the definition in the domain's own types."""
        return ProgrammePlan.model_validate(self.model_dump(exclude={"based_on"}))


class ProgrammeView(BaseModel):
    """A programme."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "rm-2026",
                    "state": "running",
                    "version": 3,
                    "copied_from": None,
                    "asks": [],
                    **_EXAMPLE,
                }
            ]
        }
    )

    id: str
    state: ProgrammeState
    version: int
    """Of the plan; a change states it as ``based_on``."""
    name: str
    starts_on: date
    ends_on: date | None
    """None for an evergreen programme, which goes on until a coordinator ends it."""
    regions: Sequence[str]
    rules: ProgrammeRules
    objectives: Sequence[Objective]
    terms_version: str
    admission: AdmissionRules
    copied_from: str | None
    """The programme that it continues, as the next cohort, or began as a copy of."""
    asks: Sequence[Role]
    """The roles that it asks questions of its own."""

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """Return the view of a programme."""
        return cls(
            id=programme.id,
            state=programme.state,
            version=programme.plan_version,
            copied_from=programme.copied_from,
            asks=programme.asks,
            **{name: getattr(programme.plan, name) for name in ProgrammePlan.model_fields},
        )


@router.put(
    "/programmes/{programme_id}",
    summary="Create or change a programme",
    responses={201: {"model": ProgrammeView, "description": "The programme was created"}},
)
async def put_programme(
    programme_id: ProgrammeId,
    definition: ProgrammeInput,
    caller: Coordinator,
    run: Run,
    request: Request,
    response: Response,
) -> ProgrammeView:
    """Create and open the programme, or change it to this definition; a draft stays a draft.

    Repeating the request changes nothing. A change that is based on an older version is refused, so that
    nobody overwrites what somebody else has saved meanwhile.
    """
    most = request.app.state.settings.programmes_per_tenant
    programme, opened = await run.command(
        caller, programme_id, commands.define, programme_id, definition.plan(), definition.based_on, most
    )
    response.status_code = status.HTTP_201_CREATED if opened else status.HTTP_200_OK
    return ProgrammeView.of(programme)


@router.get("/programmes", summary="List programmes")
async def list_programmes(caller: Anybody, read: Read, page: Paging) -> Page[ProgrammeView]:
    """List the programmes that the caller may see, by id; drafts only for their coordinators."""
    only = frozenset[str]() if caller.all_programmes else caller.programmes
    drafts = caller.has(CallerRole.COORDINATOR) and bool(caller.programmes)
    programmes = await read.read(caller, None, queries.list_programmes, only, page, drafts=drafts)
    return Page.of(programmes, ProgrammeView.of)


@router.get("/programmes/{programme_id}", summary="One programme")
async def get_programme(programme_id: ProgrammeId, caller: Anybody, read: Read) -> ProgrammeView:
    """Return the definition of a programme; a draft only to its coordinators."""
    drafts = caller.may_coordinate(programme_id)
    return ProgrammeView.of(
        await read.read(caller, programme_id, queries.get_programme, programme_id, drafts=drafts)
    )


@router.post("/programmes/{programme_id}/close", summary="Close a programme")
async def close_programme(programme_id: ProgrammeId, caller: Coordinator, run: Run) -> ProgrammeView:
    """Stop enrolment and matching; sessions continue until the last day."""
    return await _enter(programme_id, caller, run, ProgrammeState.CLOSING)


@router.post("/programmes/{programme_id}/complete", summary="Complete a programme")
async def complete_programme(programme_id: ProgrammeId, caller: Coordinator, run: Run) -> ProgrammeView:
    """End the programme before its date: all its pairings are completed. This cannot be undone."""
    return await _enter(programme_id, caller, run, ProgrammeState.COMPLETED)


@router.post("/programmes/{programme_id}/cancel", summary="Cancel a programme")
async def cancel_programme(programme_id: ProgrammeId, caller: Coordinator, run: Run) -> ProgrammeView:
    """Cancel the programme: all its pairings end, with a neutral reason. This cannot be undone."""
    return await _enter(programme_id, caller, run, ProgrammeState.CANCELLED)


async def _enter(programme_id: str, caller: Coordinator, run: Run, state: ProgrammeState) -> ProgrammeView:
    return ProgrammeView.of(
        await run.command(caller, programme_id, commands.enter_state, programme_id, state)
    )
