"""Agendas for sessions and resources for topics, as data in each language; part of the release."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

_EARLY_UNTIL: Final = 3
"""The last session that counts as one of the first."""


class Stage(StrEnum):
    """The stage of a pairing in which a session takes place."""

    FIRST = "first"
    EARLY = "early"
    MIDDLE = "middle"
    LAST = "last"


class AgendaPart(BaseModel):
    """A part of a session: its share of the time in percent, and what happens in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    share: Annotated[int, Field(ge=5, le=90)]
    text: str


class Agenda(BaseModel):
    """An agenda for the sessions of a stage, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    aim: str
    parts: Annotated[tuple[AgendaPart, ...], Field(min_length=3, max_length=6)]
    prompts: Annotated[tuple[str, ...], Field(min_length=2, max_length=5)]

    def minutes_of(self, total: int) -> list[int]:
        """Divide the minutes of a session among the parts; they add up to the total."""
        ends = [
            round(total * sum(part.share for part in self.parts[:at]) / 100) for at in range(len(self.parts))
        ]
        return [end - start for start, end in zip(ends, [*ends[1:], total], strict=True)]


class Resource(BaseModel):
    """Ideas for the topics of a group, in one language; ``text`` is Markdown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str


def stage_of(number: int, last: int | None) -> Stage:
    """Return the stage of a session.

    Args:
        number: of the session in its series, from 1.
        last: the number of the last session of the series; None while it is not known.
    """
    if number <= 1:
        return Stage.FIRST
    if last is not None and number >= last:
        return Stage.LAST
    return Stage.EARLY if number <= _EARLY_UNTIL else Stage.MIDDLE


@cache
def agendas(language: str) -> Mapping[Stage, Agenda]:
    """Return the agendas in a language, by stage and in the order of a pairing's course."""
    read = _read("agendas", language)
    return {stage: Agenda.model_validate(read[stage]) for stage in Stage}


@cache
def resources(language: str) -> Mapping[str, Resource]:
    """Return the resources in a language, by the group of topics."""
    return {group: Resource.model_validate(each) for group, each in _read("resources", language).items()}


def _read(name: str, language: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / f"{name}.{language}.toml").read_text(encoding="utf-8"))
