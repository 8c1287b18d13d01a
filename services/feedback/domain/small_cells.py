"""Averages that give nobody away: cells of few people are withheld."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.contracts.measures import SMALLEST_CELL, hidden_cells, mean


class Cell(BaseModel):
    """How many people a mean is of, and the mean, unless that would give somebody away."""

    model_config = ConfigDict(frozen=True)

    respondents: int | None
    mean: float | None
    suppressed: bool


class Voices(BaseModel):
    """Figures that people gave, added up.

    Attributes:
        people: how many different people gave them; one who spoke often is still one.
        answers: how many figures.
        total: their sum.
    """

    model_config = ConfigDict(frozen=True)

    people: int = 0
    answers: int = 0
    total: int = 0


def cell(voices: Voices) -> Cell:
    """The mean over a group, withheld where the group is small; an empty group has nothing to hide."""
    if 0 < voices.people < SMALLEST_CELL:
        return WITHHELD
    return Cell(respondents=voices.people, mean=mean(voices.total, voices.answers), suppressed=False)


def cells(groups: Mapping[str, Voices]) -> dict[str, Cell]:
    """The mean of each group, beside a published total."""
    hidden = hidden_cells({name: voices.people for name, voices in groups.items()})
    return {name: WITHHELD if name in hidden else cell(groups[name]) for name in sorted(groups)}


WITHHELD: Final = Cell(respondents=None, mean=None, suppressed=True)
