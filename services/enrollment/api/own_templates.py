"""Endpoints for the organisation's own templates: save a programme as one, rename, delete."""

from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import BaseModel, ConfigDict

from services.enrollment.api.access import require_all_programmes
from services.enrollment.api.drafts import TemplateView
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import own_templates as commands
from services.enrollment.domain.programme_plan import Title
from shared.kernel import Identifier
from shared.service import Coordinator, Run

router = APIRouter(tags=["programmes"])

TemplateId = Annotated[Identifier, Path(description="A template of the organisation")]


class TemplateName(BaseModel):
    """The name of a template, which no other one of the organisation has."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Our half-year programme"}]}
    )

    name: Title


@router.post(
    "/programmes/{programme_id}/template",
    status_code=status.HTTP_201_CREATED,
    summary="Save a programme as a template",
)
async def save_template(
    programme_id: ProgrammeId, named: TemplateName, caller: Coordinator, run: Run
) -> TemplateView:
    """Save rules, objectives, admission, questions and matching policy, without dates and people."""
    template = await run.command(
        caller, programme_id, commands.save_template, programme_id, named.name, caller.sub
    )
    return TemplateView.of_own(template)


@router.put("/programme-templates/{template_id}", summary="Rename a template")
async def rename_template(
    template_id: TemplateId, named: TemplateName, caller: Coordinator, run: Run
) -> TemplateView:
    """Give a template of the organisation another name; those that are shipped keep theirs."""
    require_all_programmes(caller)
    template = await run.command(caller, None, commands.rename_template, template_id, named.name)
    return TemplateView.of_own(template)


@router.delete("/programme-templates/{template_id}", status_code=204, summary="Delete a template")
async def delete_template(template_id: TemplateId, caller: Coordinator, run: Run) -> None:
    """Delete a template of the organisation; programmes that began with it stay as they are."""
    require_all_programmes(caller)
    await run.command(caller, None, commands.delete_template, template_id)
