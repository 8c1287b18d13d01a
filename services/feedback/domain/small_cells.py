"""Averages that give nobody away: cells of few people are withheld."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.contracts.measures import SMALLEST_CELL, hidden_cells, mean


class Cell(BaseModel):
    """How many people a mean is of, and the mean, unless that would give somebody away."""

    model_config = ConfigDict(frozen=True)

    respondents: int | None
    mean: float | None
    suppressed: bool


class Voice(NamedTuple):
    """One figure somebody gave; a plain tuple, as a large programme has hundreds of thousands."""

    participant_id: str
    value: int


def people(voices: Iterable[Voice]) -> int:
    """How many different people spoke; one who spoke often is still one."""
    return len({voice.participant_id for voice in voices})


def cell(voices: list[Voice]) -> Cell:
    """The mean over a group, withheld where the group is small; an empty group has nothing to hide."""
    count = people(voices)
    if 0 < count < SMALLEST_CELL:
        return WITHHELD
    average = mean(sum(voice.value for voice in voices), len(voices))
    return Cell(respondents=count, mean=average, suppressed=False)


def cells(groups: Mapping[str, list[Voice]]) -> dict[str, Cell]:
    """The mean of each group, beside a published total."""
    hidden = hidden_cells({name: people(voices) for name, voices in groups.items()})
    return {name: WITHHELD if name in hidden else cell(groups[name]) for name in sorted(groups)}


WITHHELD: Final = Cell(respondents=None, mean=None, suppressed=True)
