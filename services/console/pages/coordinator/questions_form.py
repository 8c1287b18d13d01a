"""The form in which a coordinator writes questions of the programme's own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from services.console.clients.own_questions import JoiningQuestion, OwnQuestion
from services.console.pages.coordinator.written_fields import (
    UNWRITTEN,
    Fields,
    Written,
    one,
    paths_of,
    slug_of,
    texts_at,
    version_in,
    whole,
)
from shared.contracts.feedback import Question

WITH_OPTIONS: Final = ("choice", "choices")
WITH_BOUNDS: Final = ("scale", "number")
COMPARABLE: Final = (*WITH_OPTIONS, *WITH_BOUNDS, "topics")
KINDS: Final = (*COMPARABLE, "date", "text")
_EMPTY_ROWS: Final = 3
"""The rows for further answers that a question shows."""


@dataclass(frozen=True)
class Shape:
    """The questions that can be asked.

    Attributes:
        kinds: how they are answered.
        lowest: the lowest number of a scale.
        highest: the highest one.
        most: how many there may be.
        most_options: how many answers to choose from each may have.
        joining: whether an answer can be required before somebody is matched, and compared by matching.
        taken: ids that mean something else already.
    """

    kinds: tuple[str, ...]
    lowest: int
    highest: int
    most: int
    most_options: int
    joining: bool
    taken: frozenset[str] = frozenset()


JOINING: Final = Shape(KINDS, -1000, 1000, most=30, most_options=30, joining=True)
"""The questions to people who join the programme."""
SURVEYS: Final = Shape(
    ("scale", "choice"), 0, 10, most=2, most_options=7, joining=False, taken=frozenset(Question)
)
"""Those in check-ins and surveys; what everybody is asked has an id, too."""


@dataclass(frozen=True)
class QuestionRow:
    """One question as typed; its id is empty until it is published for the first time."""

    kind: str
    shape: Shape
    id: str = ""
    texts: Mapping[str, str] | None = None
    required: bool = True
    matching: bool = False
    low: str = "1"
    high: str = "5"
    options: tuple[Written, ...] = ()

    def text(self, language: str) -> str:
        """Return the text in a language."""
        return (self.texts or {}).get(language, "")

    @property
    def rows(self) -> tuple[Written, ...]:
        """The answers, and rows for further ones."""
        return (*self.options, *[UNWRITTEN] * _EMPTY_ROWS)[: self.shape.most_options]

    def body(self, taken: set[str]) -> dict[str, Any]:
        """Return the question for its owner, with an id that none of ``taken`` has."""
        named: dict[str, Any] = {
            "id": self.id or slug_of(self.texts, taken, "question"),
            "kind": self.kind,
            "texts": dict(self.texts or {}),
        }
        if self.shape.joining:
            named["required"] = self.required
            if self.kind in COMPARABLE:
                named["matching"] = self.matching
        if self.kind in WITH_BOUNDS:
            named |= {"low": whole(self.low), "high": whole(self.high)}
        if self.kind in WITH_OPTIONS:
            ids = {option.id for option in self.options if option.id}
            named["options"] = [_option(option, ids) for option in self.options]
        return named


@dataclass(frozen=True)
class QuestionsForm:
    """All questions as typed, and the number of the version they were edited from."""

    shape: Shape
    based_on: int
    questions: tuple[QuestionRow, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether there is no room for one more question."""
        return len(self.questions) >= self.shape.most

    def edited(self, action: str, new_kind: str) -> Self | None:
        """Return the form with one question more, fewer or further up; None where the form is to be saved."""
        if action == "add":
            return self.with_question(new_kind)
        if place := re.fullmatch(r"(remove|up)-(\d{1,2})", action):
            moved = self.without_question if place[1] == "remove" else self.moved_up
            return moved(int(place[2]))
        return None

    def with_question(self, kind: str) -> Self:
        """Return the form with one question more."""
        kinds = self.shape.kinds
        row = QuestionRow(kind if kind in kinds else kinds[0], self.shape)
        return replace(self, questions=(*self.questions, row)[: self.shape.most])

    def without_question(self, place: int) -> Self:
        """Return the form with one question fewer."""
        return replace(self, questions=tuple(row for n, row in enumerate(self.questions) if n != place))

    def moved_up(self, place: int) -> Self:
        """Return the form with a question before the one that it followed."""
        rows = list(self.questions)
        if 0 < place < len(rows):
            rows[place - 1 : place + 1] = [rows[place], rows[place - 1]]
        return replace(self, questions=tuple(rows))

    def body(self) -> dict[str, Any]:
        """Return the questions for their owner."""
        taken = {row.id for row in self.questions if row.id} | self.shape.taken
        return {"based_on": self.based_on, "questions": [row.body(taken) for row in self.questions]}


def form_of(questions: Sequence[OwnQuestion], based_on: int, shape: Shape) -> QuestionsForm:
    """Return published questions as a form that nobody has edited."""
    return QuestionsForm(
        shape,
        based_on,
        tuple(
            QuestionRow(
                kind=each.kind,
                shape=shape,
                id=each.id,
                texts=each.texts,
                required=isinstance(each, JoiningQuestion) and each.required,
                matching=isinstance(each, JoiningQuestion) and each.matching,
                low="" if each.low is None else str(each.low),
                high="" if each.high is None else str(each.high),
                options=tuple(Written(option.id, option.texts) for option in each.options),
            )
            for each in questions
        ),
    )


def form_from(fields: Fields, shape: Shape) -> QuestionsForm:
    """Return the form as a browser sent it; answers without a text are left out."""
    paths = paths_of(fields, r"questions\[(\d{1,2})\]")[: shape.most]
    return QuestionsForm(
        shape,
        version_in(fields),
        tuple(_question(fields, path, shape) for path in paths),
    )


def _question(fields: Fields, path: str, shape: Shape) -> QuestionRow:
    below = paths_of(fields, re.escape(path) + r"\.options\[(\d{1,2})\]")
    options = [Written.at(fields, each) for each in below]
    kind = one(fields, f"{path}.kind")
    return QuestionRow(
        kind=kind if kind in shape.kinds else shape.kinds[0],
        shape=shape,
        id=one(fields, f"{path}.id"),
        texts=texts_at(fields, path),
        required=bool(one(fields, f"{path}.required")),
        matching=bool(one(fields, f"{path}.matching")),
        low=one(fields, f"{path}.low"),
        high=one(fields, f"{path}.high"),
        options=tuple(option for option in options if option.texts)[: shape.most_options],
    )


def _option(option: Written, taken: set[str]) -> dict[str, Any]:
    return {"id": option.id or slug_of(option.texts, taken, "question"), "texts": dict(option.texts or {})}
