"""Words several owners use in their events."""

from enum import StrEnum
from typing import Annotated, TypeAlias, TypeVar

from pydantic import AwareDatetime, Field, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from shared.kernel.ids import EmployeeId, Identifier
from shared.schema import Part

Moment = AwareDatetime
"""An instant, in UTC on the wire."""

LocalTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), Field(examples=["09:00"])]
"""A time of day on the person's own clock, ``HH:MM``."""

Code = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40),
    Field(examples=["grade-gap"]),
]
"""The name of a rule, a feature or the like, in words joined by hyphens; pages word it."""

TimeZone = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]+$", max_length=64), Field(examples=["Europe/London"])
]
"""The name of a time zone in the IANA database."""

Topic = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40),
    Field(examples=["ai-prompting"]),
]
"""A subject a mentor offers or a mentee wants, in words joined by hyphens: ``ai-prompting``."""

Count = Annotated[int, Field(ge=0, le=10_000_000)]
"""A non-negative number of things."""

Figure = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
"""A sum of points, of either sign; what databases take."""

Score = Annotated[int, Field(ge=0, le=10_000)]
"""Points out of 10,000."""


class _Open:
    """Says in the schema what `Open` means: writers send known values only, readers take any."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        known: JsonSchemaValue = described["anyOf"][0]
        return known if handler.mode == "serialization" else described


_Newer = Annotated[str, StringConstraints(max_length=100)]

E = TypeVar("E", bound=StrEnum)
Open: TypeAlias = Annotated[E | _Newer, Field(union_mode="left_to_right"), _Open()]
"""A value of an enumeration that may grow: one that a later release adds reaches today's readers as the text
it is. Only in events: what people send over HTTP is checked against the values known."""


class Role(StrEnum):
    """By the direction of learning: the mentor (a junior) teaches, the mentee (an executive) learns."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> "Role":
        """The role on the other side of a pair."""
        return Role.MENTEE if self is Role.MENTOR else Role.MENTOR


class Language(Part):
    """A language at a level from 1 (a few words) to 5 (native)."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$"), Field(examples=["en"])]
    level: Annotated[int, Field(ge=1, le=5)]


class TopicLevel(Part):
    """A topic and how much of it: a mentor's skill, or a mentee's wish (1 to 3)."""

    topic: Topic
    level: Annotated[int, Field(ge=1, le=3)]


class WorkingHours(Part):
    """The working day, Monday to Friday, on the person's own clock."""

    time_zone: TimeZone
    starts: LocalTime
    ends: LocalTime


__all__ = [
    "Code",
    "Count",
    "EmployeeId",
    "Figure",
    "Identifier",
    "Language",
    "LocalTime",
    "Moment",
    "Open",
    "Role",
    "Score",
    "TimeZone",
    "Topic",
    "TopicLevel",
    "WorkingHours",
]
