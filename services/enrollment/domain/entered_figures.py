"""Figures of key results that people or other systems enter, each with its day."""

from datetime import date
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import FIRST_DAY
from services.enrollment.domain.programme_state import ProgrammeState
from shared.contracts.enrollment import FigureEntered, Measure
from shared.kernel import Aggregate, Conflict, NotFound, RuleBroken

MOST: Final = 500
"""A figure a day for well over a year; of more the oldest are dropped."""


class EnteredFigure(BaseModel):
    """A figure of one day."""

    model_config = ConfigDict(frozen=True)

    value: float
    measured_on: date


class EnteredFigures(Aggregate):
    """The figures entered for a key result, by day; its id is the key result's name."""

    figures: Annotated[tuple[EnteredFigure, ...], Field(max_length=MOST)] = ()

    def enter(self, figure: EnteredFigure, last: date) -> tuple[Self, list[FigureEntered]]:
        """Enter a figure; another one of the same day is corrected. Only the latest one is published.

        Args:
            figure: the figure.
            last: the latest day that it can be of.

        Raises:
            RuleBroken: its day is still to come, or long past.
        """
        if not FIRST_DAY <= figure.measured_on <= last:
            raise RuleBroken(
                "a day between {first} and {last}",
                code="day-out-of-range",
                first=str(FIRST_DAY),
                last=str(last),
                field="measured_on",
            )
        others = [each for each in self.figures if each.measured_on != figure.measured_on]
        figures = tuple(sorted((*others, figure), key=lambda each: each.measured_on))[-MOST:]
        before = self.figures[-1] if self.figures else None
        latest = figures[-1]
        facts = [FigureEntered(name=self.id, **latest.model_dump())] if latest != before else []
        return self.changed(figures=figures), facts


def check_can_be_entered(programme: Programme, name: str) -> None:
    """See that figures of a key result come from people or other systems.

    Raises:
        NotFound: the plan has no such key result.
        Conflict: the programme is a draft, or the platform computes the key result.
    """
    objective = next((each for each in programme.plan.objectives if each.name == name), None)
    if objective is None:
        raise NotFound(f"no such key result: {name}")
    if programme.state is ProgrammeState.DRAFT:
        raise Conflict("the programme is a draft: open it first", code="programme-draft")
    if objective.measure != Measure.ENTERED:
        raise Conflict("the platform computes this key result", code="key-result-computed")
