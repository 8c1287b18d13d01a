"""The texts of training modules, one file for each module and language."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class TextLanguage(StrEnum):
    """A language that the texts are written in."""

    EN = "en"
    DE = "de"
    FR = "fr"
    ES = "es"


class Question(BaseModel):
    """A question of the check, its options, and what is said once it is answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    options: Annotated[tuple[str, ...], Field(min_length=2, max_length=5)]
    explanation: str


class TrainingText(BaseModel):
    """A module in one language; ``text`` is Markdown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    aim: str
    text: str
    questions: Annotated[tuple[Question, ...], Field(min_length=2, max_length=4)]


@cache
def text_of(module_id: str, language: TextLanguage) -> TrainingText:
    """Return the text of a module; it is part of the release and read once."""
    file = files("services.enrollment") / "training_texts" / f"{module_id}.{language}.toml"
    return TrainingText.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
