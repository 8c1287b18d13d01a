"""Statements of a learning system (xAPI): who completed which activity, and which module that is here."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enrollment.domain.completion_file import ALREADY_TOMORROW, CompletionRow
from shared.contracts.vocabulary import Topic
from shared.kernel import Aggregate, check_edited, check_once

MOST_ACTIVITIES: Final = 100
ACTIVITIES_ID: Final = "activities"
"""The id of a programme's only list."""
COMPLETING: Final = frozenset(
    {"http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/passed"}
)
"""The verbs that say that somebody completed something."""
ActivityId = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$"),
    Field(examples=["https://learning.example.com/courses/42"]),
]
"""An IRI, which is how xAPI names an activity."""


class Activity(BaseModel):
    """An activity of the learning system, and the module of the training that it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    activity: ActivityId
    module: Topic


class Activities(Aggregate):
    """The activities that a programme takes for modules of its training."""

    number: int = 0
    """Counts the changes."""
    activities: tuple[Activity, ...] = ()

    def replace(self, activities: tuple[Activity, ...], based_on: int) -> Self:
        """Take over another list; a repetition changes nothing.

        Raises:
            Conflict: somebody has changed it since.
            RuleBroken: an activity is listed twice.
        """
        if activities == self.activities:
            return self
        check_edited(based_on, self.number, code="activities-changed")
        check_once((each.activity for each in activities), "activities")
        return self.changed(number=self.number + 1, activities=activities)

    def module_of(self, activity: str) -> str | None:
        """Return the module that an activity is taken for."""
        return next((each.module for each in self.activities if each.activity == activity), None)


@dataclass(frozen=True)
class Statement:
    """A statement of a learning system: somebody did something with an activity.

    Attributes:
        id: the statement's own, by which it counts once.
        person: an employee id or a mail address, as `search_key` writes it.
        verb: what they did.
        activity: with which activity.
        fell_short: whether the result says that it was not completed, or not passed.
        stated_at: when.
    """

    id: str
    person: str
    verb: str
    activity: str
    fell_short: bool
    stated_at: datetime

    @property
    def completes(self) -> bool:
        """Whether it says that somebody completed something."""
        return self.verb in COMPLETING and not self.fell_short

    @property
    def digest(self) -> str:
        """Its content, in a form that tells nothing."""
        said = f"{self.person}\n{self.verb}\n{self.activity}\n{self.stated_at.isoformat()}"
        return hashlib.sha256(said.encode()).hexdigest()

    def row(self, number: int, module: str) -> CompletionRow:
        """Return the statement as a row of completions."""
        return CompletionRow(number, "actor", self.person, module, self.stated_at.date())


class TakenStatement(Aggregate):
    """A statement that was taken, whose id it has; with nothing of the person."""

    digest: str


class StatementFault(StrEnum):
    """Why a statement is not taken."""

    ACTOR_UNNAMED = "actor-unnamed"
    ACTIVITY_UNKNOWN = "unknown-activity"
    DAY_IN_FUTURE = "day-in-future"
    DIFFERS = "statement-differs"


@dataclass(frozen=True)
class FaultyStatement:
    """A statement that is not taken, the part that is wrong, and why."""

    id: str
    field: str
    fault: StatementFault


def fault_of(statement: Statement, digest: str, module: str | None, today: date) -> FaultyStatement | None:
    """Return the fault of a statement, the same for people who take part and for others.

    Args:
        statement: what the learning system states.
        digest: of what it stated first under this id.
        module: the module that the activity is taken for.
        today: the current day.
    """
    if statement.digest != digest:
        return FaultyStatement(statement.id, "id", StatementFault.DIFFERS)
    if not statement.person:
        return FaultyStatement(statement.id, "actor", StatementFault.ACTOR_UNNAMED)
    if module is None:
        return FaultyStatement(statement.id, "object.id", StatementFault.ACTIVITY_UNKNOWN)
    if statement.stated_at.date() > today + ALREADY_TOMORROW:
        return FaultyStatement(statement.id, "timestamp", StatementFault.DAY_IN_FUTURE)
    return None
