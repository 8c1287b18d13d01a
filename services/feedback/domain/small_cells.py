"""Averages that give nobody away: cells of few people are withheld.

A withheld cell must not follow from the total less the others either, so the smallest shown cells are
withheld too, until the withheld ones together are enough people (complementary suppression).
"""

from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict

SMALLEST_CELL: Final = 5


class Cell(BaseModel):
    """How many people a mean is of, and the mean, unless that would give somebody away."""

    model_config = ConfigDict(frozen=True)

    respondents: int | None
    mean: float | None
    suppressed: bool


class Voice(NamedTuple):
    """One figure somebody gave; a plain tuple, as a large programme has hundreds of thousands."""

    participant_id: str
    value: float


def people(voices: Iterable[Voice]) -> int:
    """How many different people spoke; one who spoke often is still one."""
    return len({voice.participant_id for voice in voices})


def cell(voices: list[Voice]) -> Cell:
    """The mean over a group, withheld where the group is small; an empty group has nothing to hide."""
    count = people(voices)
    if 0 < count < SMALLEST_CELL:
        return WITHHELD
    mean = round(fmean(sorted(voice.value for voice in voices)), 2) if voices else None
    return Cell(respondents=count, mean=mean, suppressed=False)


def cells(groups: Mapping[str, list[Voice]]) -> dict[str, Cell]:
    """The mean of each group, beside a published total."""
    hidden = _hidden({name: people(voices) for name, voices in groups.items() if voices})
    return {name: WITHHELD if name in hidden else cell(groups[name]) for name in sorted(groups)}


def _hidden(counts: Mapping[str, int]) -> set[str]:
    smallest_first = sorted(counts, key=lambda name: (counts[name], name))
    hidden = [name for name in smallest_first if counts[name] < SMALLEST_CELL]
    for name in smallest_first[len(hidden) :]:
        if not hidden or sum(counts[one] for one in hidden) >= SMALLEST_CELL:
            break
        hidden.append(name)
    return set(hidden)


WITHHELD: Final = Cell(respondents=None, mean=None, suppressed=True)
