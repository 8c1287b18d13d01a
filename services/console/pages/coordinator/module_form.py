"""The form in which a coordinator writes a module of the training."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from services.console.clients.own_modules import WrittenModule, WrittenText
from services.console.pages.coordinator.written_fields import (
    UNWRITTEN,
    Fields,
    Written,
    one,
    paths_of,
    slug_of,
    version_in,
    whole,
)
from shared.contracts.vocabulary import Role
from shared.locale import LANGUAGES, Voice, translatable

OWN_PREFIX: Final = "own-"
MOST_QUESTIONS: Final = 10
OPTIONS: Final = 5
_PARTS: Final = ("title", "aim", "text")


@dataclass(frozen=True)
class CheckRow:
    """A question of the check as typed; ``right`` is the place of the right option, or empty."""

    written: Written = UNWRITTEN
    explanation: Written = UNWRITTEN
    options: tuple[Written, ...] = ()
    right: str = ""

    @property
    def rows(self) -> tuple[Written, ...]:
        """The options, and empty rows up to the most that there may be."""
        return (*self.options, *[UNWRITTEN] * OPTIONS)[:OPTIONS]

    def body(self, language: str) -> dict[str, Any]:
        """Return the question in a language."""
        return {
            "text": self.written.text(language),
            "options": [option.text(language) for option in self.options],
            "explanation": self.explanation.text(language),
        }


@dataclass(frozen=True)
class ModuleForm:
    """A module as typed; the id is empty until its preview, ``based_on`` is 0 until it is published."""

    id: str = ""
    based_on: int = 0
    roles: tuple[str, ...] = tuple(Role)
    minutes: str = "5"
    valid_months: str = ""
    asked: bool = False
    title: Written = UNWRITTEN
    aim: Written = UNWRITTEN
    text: Written = UNWRITTEN
    questions: tuple[CheckRow, ...] = (CheckRow(),)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which something is written."""
        return tuple(each for each in LANGUAGES if any(part.text(each) for part in self._parts))

    @property
    def _parts(self) -> tuple[Written, ...]:
        asked = (each.written for each in self.questions)
        return (self.title, self.aim, self.text, *asked)

    def named(self, taken: Iterable[str]) -> Self:
        """Return the form with an id that none of ``taken`` has."""
        if self.id:
            return self
        others = {each.removeprefix(OWN_PREFIX) for each in taken}
        return replace(self, id=OWN_PREFIX + slug_of(self.title.texts, others, "module"))

    def with_question(self) -> Self:
        """Return the form with one question more."""
        return replace(self, questions=(*self.questions, CheckRow())[:MOST_QUESTIONS])

    def without_question(self, place: int) -> Self:
        """Return the form with one question fewer."""
        return replace(self, questions=tuple(row for n, row in enumerate(self.questions) if n != place))

    def text_in(self, language: str) -> dict[str, Any]:
        """Return what is written in a language."""
        written = {name: getattr(self, name).text(language) for name in _PARTS}
        return {**written, "questions": [row.body(language) for row in self.questions]}

    def body(self) -> dict[str, Any]:
        """Return the version for enrollment, which refuses what is missing."""
        return {
            "roles": list(self.roles),
            "minutes": whole(self.minutes),
            "valid_months": whole(self.valid_months) if self.valid_months else None,
            "right": [whole(row.right) for row in self.questions],
            "texts": {language: self.text_in(language) for language in self.languages},
            "asked": self.asked,
            "based_on": self.based_on,
        }


def form_of(module: WrittenModule, *, asked: bool) -> ModuleForm:
    """Return a published module as a form that nobody has edited."""
    texts = module.texts
    numbers = range(len(module.right))
    return ModuleForm(
        id=module.module,
        based_on=module.version,
        roles=tuple(module.roles),
        minutes=str(module.minutes),
        valid_months=str(module.valid_months or ""),
        asked=asked,
        title=Written(texts={language: each.title for language, each in texts.items()}),
        aim=Written(texts={language: each.aim for language, each in texts.items()}),
        text=Written(texts={language: each.text for language, each in texts.items()}),
        questions=tuple(_row(texts, number, module.right[number]) for number in numbers),
    )


def form_from(fields: Fields) -> ModuleForm:
    """Return the form as a browser sent it; options without a text are left out."""
    return ModuleForm(
        id=one(fields, "id"),
        based_on=version_in(fields),
        roles=tuple(role for role in Role if role in fields.get("roles", ())),
        minutes=one(fields, "minutes"),
        valid_months=one(fields, "valid_months"),
        asked=bool(one(fields, "asked")),
        title=Written.at(fields, "title"),
        aim=Written.at(fields, "aim"),
        text=Written.at(fields, "text"),
        questions=tuple(
            _question(fields, path) for path in paths_of(fields, r"questions\[(\d{1,2})\]")[:MOST_QUESTIONS]
        ),
    )


def fields_of(form: ModuleForm) -> list[tuple[str, str]]:
    """Return the fields that make `form_from` return this form."""
    fields = [
        ("id", form.id),
        ("based_on", str(form.based_on)),
        *(("roles", role) for role in form.roles),
        ("minutes", form.minutes),
        ("valid_months", form.valid_months),
        ("asked", "on" if form.asked else ""),
        *(field for name in _PARTS for field in _fields(name, getattr(form, name))),
    ]
    for number, row in enumerate(form.questions):
        path = f"questions[{number}]"
        fields += [(f"{path}.right", row.right), *_fields(path, row.written)]
        fields += _fields(f"{path}.explanation", row.explanation)
        for place, option in enumerate(row.options):
            fields += _fields(f"{path}.options[{place}]", option)
    return fields


_LABELS: Final = {
    "roles": translatable("For"),
    "minutes": translatable("Minutes to read and answer"),
    "valid_months": translatable("A completed module counts for"),
    "title": translatable("Title"),
    "aim": translatable("Aim"),
    "text": translatable("Text"),
    "texts": translatable("Text"),
}


def label_of(voice: Voice, path: str) -> str:
    """Return how the form calls a field of enrollment's; nothing for the form as a whole."""
    question = re.search(r"(?:questions|right)\[(\d+)\]", path)
    names = path.split(".")
    language = names[1] if len(names) > 1 and names[0] == "texts" else ""
    if question:
        label = voice.say("Question {number}", number=str(int(question[1]) + 1))
    else:
        label = voice.say(_LABELS[name]) if (name := names[-1].partition("[")[0]) in _LABELS else ""
    return f"{label} ({voice.language_name(language)})" if label and language else label


def _fields(path: str, written: Written) -> list[tuple[str, str]]:
    return [(f"{path}.texts.{language}", text) for language, text in (written.texts or {}).items()]


def _row(texts: Mapping[str, WrittenText], number: int, right: int) -> CheckRow:
    asked = {language: each.questions[number] for language, each in texts.items()}
    options = range(len(next(iter(asked.values())).options))
    return CheckRow(
        written=Written(texts={language: each.text for language, each in asked.items()}),
        explanation=Written(texts={language: each.explanation for language, each in asked.items()}),
        options=tuple(
            Written(texts={language: each.options[place] for language, each in asked.items()})
            for place in options
        ),
        right=str(right),
    )


def _question(fields: Fields, path: str) -> CheckRow:
    below = paths_of(fields, re.escape(path) + r"\.options\[(\d{1,2})\]")
    typed = [(each, Written.at(fields, each)) for each in below[:OPTIONS]]
    kept = [(where, option) for where, option in typed if option.texts]
    chosen = f"{path}.options[{one(fields, f'{path}.right')}]"
    return CheckRow(
        written=Written.at(fields, path),
        explanation=Written.at(fields, f"{path}.explanation"),
        options=tuple(option for _, option in kept),
        right=next((str(place) for place, (where, _) in enumerate(kept) if where == chosen), ""),
    )
