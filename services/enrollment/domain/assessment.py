"""Questionnaires: items without right answers, scored by counting what each choice stands for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.enrollment import Features
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken

_LOW, _HIGH = 1, 5
Degree = Annotated[int, Field(ge=_LOW, le=_HIGH)]


@dataclass(frozen=True)
class Kind:
    """One possible result.

    Attributes:
        id: the result's name in events.
        title: its name for people.
        about_you: what it says to the person assessed.
        for_your_partner: how the other side of a pairing can make use of it.
    """

    id: str
    title: str
    about_you: str
    for_your_partner: str


@dataclass(frozen=True)
class Option:
    """One answer to an item; the id reveals nothing of its kind."""

    id: str
    text: str
    kind: str


@dataclass(frozen=True)
class Item:
    """A situation and what one might do in it."""

    id: str
    situation: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class StyleScale:
    """A trait of communication from 1 to 5, with the words at both ends."""

    id: str
    question: str
    low: str
    high: str


@dataclass(frozen=True)
class Instrument:
    """A questionnaire at one version; change an item or the scoring and the version grows."""

    id: str
    version: int
    role: Role
    title: str
    introduction: str
    kinds: tuple[Kind, ...]
    items: tuple[Item, ...]

    def kind(self, kind_id: str) -> Kind:
        """Return the result with this id."""
        return next(kind for kind in self.kinds if kind.id == kind_id)


class CommunicationStyle(BaseModel):
    """Each from 1 to 5: slow to fast, diplomatic to direct, informal to formal."""

    model_config = ConfigDict(frozen=True)

    pace: Degree
    directness: Degree
    formality: Degree


class AssessmentResult(BaseModel):
    """The answers of a participant and their result; the answers never leave this service."""

    model_config = ConfigDict(frozen=True)

    instrument: str
    version: int
    answers: dict[str, str]
    style: CommunicationStyle
    points: dict[str, int]
    """Choices of each kind; together as many as there are items."""
    kind: str
    """The kind chosen most; of equals the one chosen first."""

    @property
    def features(self) -> Features:
        """The features that matching may know."""
        style = self.style.model_dump()
        return {"kind": self.kind} | {name: (at - _LOW) / (_HIGH - _LOW) for name, at in style.items()}


def score(
    instrument: Instrument, version: int, answers: Mapping[str, str], style: CommunicationStyle
) -> AssessmentResult:
    """Score the answers to every item.

    Raises:
        Conflict: they answer another version of the questionnaire.
        RuleBroken: an item is missing or unknown, or an answer is none of its options.
    """
    if version != instrument.version:
        raise Conflict(
            "version {version} is in use now; please answer that one",
            code="questionnaire-changed",
            version=instrument.version,
            field="version",
        )
    item_ids = {item.id for item in instrument.items}
    if unknown := sorted(answers.keys() - item_ids):
        raise RuleBroken("no such item", code="unknown-item", field=f"answers.{unknown[0][:40]}")
    chosen = [_choice(item, answers.get(item.id)) for item in instrument.items]
    counts = Counter(chosen)
    return AssessmentResult(
        instrument=instrument.id,
        version=version,
        answers={item.id: answers[item.id] for item in instrument.items},
        style=style,
        points={kind.id: counts[kind.id] for kind in instrument.kinds},
        kind=max(chosen, key=lambda kind: (counts[kind], -chosen.index(kind))),
    )


def _choice(item: Item, answer: str | None) -> str:
    if answer is None:
        raise RuleBroken("an answer is missing", code="answer-missing", field=f"answers.{item.id}")
    for option in item.options:
        if option.id == answer:
            return option.kind
    ids = ", ".join(option.id for option in item.options)
    raise RuleBroken(
        "must be one of {options}", code="not-an-answer", options=ids, field=f"answers.{item.id}"
    )
