"""Enter figures of key results that the platform does not compute."""

from datetime import date
from typing import Annotated, Any, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import entered_figures as commands
from services.enrollment.domain.entered_figures import EnteredFigures
from shared.contracts.vocabulary import Topic
from shared.service import Coordinator, Run

router = APIRouter(tags=["programmes"], prefix="/programmes/{programme_id}")

_EXAMPLE: dict[str, Any] = {"value": 42.5, "measured_on": "2026-03-31"}


class FigureInput(BaseModel):
    """A figure and its day."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    value: Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]
    measured_on: date


class FigureView(BaseModel):
    """The latest figure of a key result."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "use-ai-tools", **_EXAMPLE}]})

    name: str
    value: float
    measured_on: date

    @classmethod
    def of(cls, figures: EnteredFigures) -> Self:
        """Return the view of the latest figure."""
        return cls(name=figures.id, **figures.figures[-1].model_dump())


@router.post("/key-results/{name}/figures", summary="Enter a figure of a key result")
async def enter_figure(
    programme_id: ProgrammeId,
    name: Annotated[Topic, Path(description="Name of the key result")],
    figure: FigureInput,
    caller: Coordinator,
    run: Run,
) -> FigureView:
    """Enter a figure with its day; one of the same day is corrected. Return the latest one by day."""
    return FigureView.of(
        await run.command(
            caller,
            programme_id,
            commands.enter_figure,
            programme_id,
            name,
            figure.value,
            figure.measured_on,
        )
    )
