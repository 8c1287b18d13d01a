"""Own modules: training that coordinators write, in numbered versions beside the shipped modules.

A version never changes; the latest is read and answered. A completed module counts until it expires, whatever
version was completed, as a shipped one does.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enrollment.domain.training import MOST_MONTHS, OWN_PREFIX, TrainingModule
from services.enrollment.domain.training_texts import Question, TextLanguage, TrainingText
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Identifier, RuleBroken, check_next_version, check_once

MOST_MODULES: Final = 50
_VISIBLE: Final = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_VISIBLE)
]
Sentences = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600, pattern=_VISIBLE)
]
Markdown = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=20_000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
]


class ModuleQuestion(Question):
    """A question of the check, its options, and what is said once it is answered."""

    text: Sentences
    options: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]
    explanation: Sentences


class OwnText(TrainingText):
    """A module in one language; ``text`` is Markdown."""

    title: Line
    aim: Sentences
    text: Markdown
    questions: Annotated[tuple[ModuleQuestion, ...], Field(min_length=1, max_length=10)]


class Heading(BaseModel):
    """The part of a module that lists show."""

    model_config = ConfigDict(frozen=True)

    title: str
    aim: str


class ModuleContent(BaseModel):
    """One version of a module, as a coordinator writes it.

    Attributes:
        roles: the roles that it is for.
        minutes: how long it takes to read and to answer.
        valid_months: how long a completed module counts; None: as the programme says.
        right: the right option of each question, from 0.
        texts: by language; each has the same questions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=2)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    valid_months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] | None = None
    right: Annotated[tuple[Annotated[int, Field(ge=0, le=4)], ...], Field(min_length=1, max_length=10)]
    texts: Annotated[dict[TextLanguage, OwnText], Field(min_length=1, max_length=len(TextLanguage))]

    def check(self) -> None:
        """Check what one field alone does not show.

        Raises:
            RuleBroken: a role is listed twice, or a text has not the questions and options of the check.
        """
        check_once(self.roles, "roles")
        first = next(iter(self.texts.values()))
        for language, text in self.texts.items():
            self._check_same_questions(language, text, first)
        for number, (right, question) in enumerate(zip(self.right, first.questions, strict=True)):
            if right >= len(question.options):
                raise RuleBroken(
                    "must be one of the options", code="right-without-option", field=f"right[{number}]"
                )

    def _check_same_questions(self, language: TextLanguage, text: OwnText, first: OwnText) -> None:
        if len(text.questions) != len(self.right):
            raise RuleBroken(
                "each language has the same {count} questions",
                code="check-differs",
                count=len(self.right),
                field=f"texts.{language}.questions",
            )
        for number, (question, other) in enumerate(zip(text.questions, first.questions, strict=True)):
            if len(question.options) != len(other.options):
                raise RuleBroken(
                    "each language has the same {count} options",
                    code="options-differ",
                    count=len(other.options),
                    field=f"texts.{language}.questions[{number}].options",
                )

    def headings(self) -> dict[TextLanguage, Heading]:
        """Return the part that lists show, by language."""
        return {language: Heading(title=each.title, aim=each.aim) for language, each in self.texts.items()}


class OwnModule(Aggregate):
    """A module in its latest version; the texts are in `ModuleEdition`.

    Attributes:
        written_in: the programme whose coordinators write it.
        number: of the latest version, from 1.
        retired_at: since when nobody is asked for it any more.
    """

    written_in: Identifier
    number: int
    roles: tuple[Role, ...]
    minutes: int
    valid_months: int | None
    right: tuple[int, ...]
    headings: dict[TextLanguage, Heading]
    published_at: datetime
    retired_at: datetime | None = None

    @property
    def module(self) -> TrainingModule:
        """The module as its readers complete it."""
        return TrainingModule(
            self.id, self.number, self.roles, self.minutes, self.right, valid_months=self.valid_months
        )

    def publish(self, content: ModuleContent, based_on: int, now: datetime) -> Self:
        """Publish the next version; a retired module is used again.

        Raises:
            Conflict: somebody has published another version since, or there are as many as there may be.
            RuleBroken: the content contradicts itself.
        """
        check_next_version(based_on, self.number, code="module-changed")
        content.check()
        return self.changed(**_latest(content, self.number + 1, now), retired_at=None)

    def retire(self, now: datetime) -> Self:
        """Ask nobody for it any more who has not been asked yet; retiring again changes nothing."""
        return self if self.retired_at else self.changed(retired_at=now)


class ModuleEdition(Aggregate):
    """One version of a module, which never changes."""

    content: ModuleContent
    published_at: datetime
    published_by: str


def first_version(id_: str, tenant: str, written_in: str, content: ModuleContent, now: datetime) -> OwnModule:
    """Publish the first version of a module.

    Raises:
        RuleBroken: the id is none of an own module, or the content contradicts itself.
    """
    if not id_.startswith(OWN_PREFIX):
        raise RuleBroken(
            "must begin with {prefix}", code="id-of-shipped-module", prefix=OWN_PREFIX, field="module_id"
        )
    content.check()
    latest = _latest(content, 1, now)
    return OwnModule.model_validate({"id": id_, "tenant": tenant, "written_in": written_in, **latest})


def edition_id(module_id: str, number: int) -> str:
    """Return the id of a version of a module."""
    return f"{module_id}.{number}"


def in_language(languages: Mapping[TextLanguage, object], language: TextLanguage) -> TextLanguage:
    """Return the language itself, else English, else the first there is."""
    return next(each for each in (language, TextLanguage.EN, *languages) if each in languages)


def _latest(content: ModuleContent, number: int, now: datetime) -> dict[str, object]:
    return {
        "number": number,
        "roles": content.roles,
        "minutes": content.minutes,
        "valid_months": content.valid_months,
        "right": content.right,
        "headings": content.headings(),
        "published_at": now,
    }
