"""Endpoints for drafts: begin a programme with a template or a copy, open it, or discard it."""

from collections.abc import Sequence
from typing import Any, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.enrollment.api.programmes import ProgrammeId, ProgrammeView
from services.enrollment.commands import programmes as commands
from services.enrollment.domain.own_templates import OwnTemplate
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_templates import TEMPLATES, NewProgramme, ProgrammeTemplate
from services.enrollment.queries.own_templates import own_templates
from shared.contracts.enrollment import AdmissionRules, Objective, ProgrammeRules
from shared.kernel import Identifier, NotFound, RuleBroken
from shared.service import Coordinator, Read, Run

router = APIRouter(tags=["programmes"])

_EXAMPLE: dict[str, Any] = {
    "template": "standard",
    "name": "Reverse mentoring 2027",
    "starts_on": "2027-01-11",
    "regions": ["emea", "apac"],
}
_RULES: dict[str, Any] = {"min_grade_gap": 3, "cadence_weeks": 4}
_OBJECTIVE: dict[str, Any] = {
    "name": "sessions-held",
    "measure": "sessions-held",
    "baseline": 0,
    "target": 75,
}


class DraftInput(NewProgramme):
    """A new programme, and what it begins with: a template, or a copy of another programme."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    template: Identifier | None = None
    copy_of: Identifier | None = None
    """The id of a programme; its rules, objectives and matching policy are copied, its people are not."""

    def new(self) -> NewProgramme:
        """Return what the coordinator states of the programme."""
        return NewProgramme.model_validate(self.model_dump(exclude={"template", "copy_of"}))

    def check(self) -> None:
        """See that either a template or a programme to copy is named.

        Raises:
            RuleBroken: both or neither are named.
        """
        if (self.template is None) == (self.copy_of is None):
            raise RuleBroken(
                "name a template, or a programme to copy", code="template-or-copy-needed", field="template"
            )


class TemplateView(BaseModel):
    """A template."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "standard",
                    "name": None,
                    "months": 6,
                    "rules": _RULES,
                    "objectives": [_OBJECTIVE],
                    "admission": {},
                }
            ]
        }
    )

    id: str
    name: str | None
    """None for a shipped one, which pages word."""
    months: int | None
    """How long a programme lasts, rounded; None: without an end."""
    rules: ProgrammeRules
    objectives: Sequence[Objective]
    admission: AdmissionRules

    @classmethod
    def of(cls, template: ProgrammeTemplate) -> Self:
        """Return the view of a shipped template."""
        return cls(name=None, **template.model_dump())

    @classmethod
    def of_own(cls, template: OwnTemplate) -> Self:
        """Return the view of a template of the organisation."""
        plan = template.plan
        return cls(
            id=template.id,
            name=template.name,
            months=plan.months,
            rules=plan.rules,
            objectives=plan.objectives,
            admission=plan.admission,
        )


class TemplatesView(BaseModel):
    """The shipped templates, then those of the organisation."""

    items: list[TemplateView]


@router.get("/programme-templates", summary="List the templates of programmes")
async def list_templates(caller: Coordinator, read: Read) -> TemplatesView:
    """List what a new programme can begin with: the shipped templates, then those of the organisation."""
    own = await read.read(caller, None, own_templates)
    shipped = [TemplateView.of(template) for template in TEMPLATES.values()]
    return TemplatesView(items=[*shipped, *(TemplateView.of_own(each) for each in own.templates)])


@router.post("/programmes/{programme_id}/draft", status_code=201, summary="Draft a programme")
async def draft_programme(
    programme_id: ProgrammeId, draft: DraftInput, caller: Coordinator, run: Run, request: Request
) -> ProgrammeView:
    """Set up a programme that nobody sees but its coordinators, until it is opened."""
    draft.check()
    most = request.app.state.settings.programmes_per_tenant
    if draft.template:
        drafted: Programme = await run.command(
            caller,
            programme_id,
            commands.draft_from_template,
            programme_id,
            draft.template,
            draft.new(),
            most,
        )
        return ProgrammeView.of(drafted)
    copy_of = draft.copy_of or ""
    if not caller.may_coordinate(copy_of):
        raise NotFound("no such programme to copy")
    copied = await run.command(
        caller, programme_id, commands.draft_from_copy, programme_id, copy_of, draft.new(), most
    )
    return ProgrammeView.of(copied)


@router.post("/programmes/{programme_id}/open", summary="Open a draft")
async def open_programme(programme_id: ProgrammeId, caller: Coordinator, run: Run) -> ProgrammeView:
    """Open enrolment; from then on the programme follows its dates."""
    return ProgrammeView.of(await run.command(caller, programme_id, commands.open_draft, programme_id))


@router.delete("/programmes/{programme_id}", status_code=204, summary="Discard a draft")
async def discard_programme(programme_id: ProgrammeId, caller: Coordinator, run: Run) -> None:
    """Delete a programme that was never opened. This cannot be undone."""
    await run.command(caller, programme_id, commands.discard_draft, programme_id)
