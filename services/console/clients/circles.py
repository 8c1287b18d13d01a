"""Circles of mentors, as enrollment returns them to coordinators and to their members."""

from datetime import datetime
from typing import ClassVar

from services.console.clients.response import Response
from shared.schema.visibility import Visibility


class CircleMember(Response):
    """A member of a circle."""

    participant_id: str
    employee_id: str
    name: str


class CircleDate(Response):
    """A date of a circle, and how many members say that they were there."""

    date_id: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    attended: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Circle(Response):
    """A circle, for coordinators."""

    circle_id: str
    name: str
    place: str
    number: int
    concluded: bool
    members: list[CircleMember]
    dates: list[CircleDate]


class Circles(Response):
    """The circles of a programme."""

    items: list[Circle]


class OwnDate(Response):
    """A date of an own circle."""

    date_id: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    attended: bool


class OwnCircle(Response):
    """A circle of the caller's."""

    circle_id: str
    name: str
    place: str
    concluded: bool
    members: list[str]
    dates: list[OwnDate]


class OwnCircles(Response):
    """The caller's circles."""

    items: list[OwnCircle]


class CircleNote(Response):
    """A note; no text where its author has erased it."""

    shown_to: ClassVar = Visibility.CIRCLE

    note_id: str
    author: str
    own: bool
    note: str | None
    written_at: datetime


class CircleNotes(Response):
    """The notes of a circle, the latest first."""

    items: list[CircleNote]
