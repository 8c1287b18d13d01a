"""Circles: groups of mentors of one programme, with dates of their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import StringConstraints

from services.enrollment.domain.circle_date import CircleDate, make_date
from services.enrollment.domain.circle_member import CircleMember, check_members
from shared.contracts.enrollment import (
    CircleDateCancelled,
    CircleDateFact,
    CircleDateMoved,
    CircleDateReminded,
    CircleDateSet,
    CircleMemberAdded,
    CircleMemberRemoved,
    EnrollmentEvent,
)
from shared.kernel import Aggregate, Conflict, NotFound, Scope, check_edited

MOST_CIRCLES: Final = 50
MOST_DATES: Final = 30
_VISIBLE: Final = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
CircleName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=_VISIBLE)
]
CirclePlace = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class Circle(Aggregate):
    """A circle of mentors.

    Attributes:
        place: where they meet: a room, or the address of a call; may be empty.
        number: counts the changes of name, place and members.
        concluded: the programme is over: nothing is added any more.
    """

    name: CircleName
    place: CirclePlace = ""
    number: int = 1
    members: tuple[CircleMember, ...]
    dates: tuple[CircleDate, ...] = ()
    concluded: bool = False

    @property
    def participant_ids(self) -> list[str]:
        """Return the ids of its members."""
        return [each.participant_id for each in self.members]

    def member(self, employee_id: str | None) -> CircleMember:
        """Return an employee's membership.

        Raises:
            NotFound: they are no member, so that they learn of no circle.
        """
        member = next((each for each in self.members if each.employee_id == employee_id), None)
        if member is None:
            raise NotFound(f"no such circle: {self.id}")
        return member

    def change(
        self, name: str, place: str, members: Sequence[CircleMember], based_on: int, now: datetime
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Change name, place and members; who comes or goes learns which dates are ahead, or off.

        Raises:
            Conflict: it is concluded, or somebody has changed it since.
            RuleBroken: it has too few or too many members.
        """
        self.check_open()
        check_members(members)
        if (name, place, tuple(members)) == (self.name, self.place, self.members):
            return self, []
        check_edited(based_on, self.number, code="circle-changed")
        changed = self.changed(name=name, place=place, members=tuple(members), number=self.number + 1)
        before, after = self.participant_ids, changed.participant_ids
        come = [id_ for id_ in after if id_ not in before]
        gone = [id_ for id_ in before if id_ not in after]
        events: list[EnrollmentEvent] = [
            *(CircleMemberAdded(circle_id=self.id, participant_id=id_) for id_ in come),
            *(CircleMemberRemoved(circle_id=self.id, participant_id=id_) for id_ in gone),
        ]
        return changed, [
            *events,
            *self._facts(CircleDateSet, now, come),
            *self._facts(CircleDateCancelled, now, gone),
        ]

    def without(self, participant_id: str, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """Let a member leave; somebody who is none changes nothing."""
        kept = tuple(each for each in self.members if each.participant_id != participant_id)
        if len(kept) == len(self.members):
            return self, []
        events = self._facts(CircleDateCancelled, now, [participant_id])
        return self.changed(members=kept, number=self.number + 1), events

    def add_date(
        self, starts_at: datetime, minutes: int, now: datetime
    ) -> tuple[Self, CircleDate, list[EnrollmentEvent]]:
        """Add a date; the same time again changes nothing.

        Raises:
            Conflict: the circle is concluded, or there are as many dates as there may be.
            RuleBroken: the time is past, or too far ahead.
        """
        self.check_open()
        for each in self.dates:
            if each.is_ahead(now) and each.is_at(starts_at, minutes):
                return self, each, []
        date = make_date(self.id, len(self.dates) + 1, starts_at, minutes, now)
        if len(self.dates) >= MOST_DATES:
            raise Conflict("there are {most} dates already", code="too-many-dates", most=MOST_DATES)
        return self._with(date), date, [self._fact(CircleDateSet, date, self.participant_ids)]

    def move_date(
        self, date_id: str, starts_at: datetime, minutes: int, now: datetime
    ) -> tuple[Self, CircleDate, list[EnrollmentEvent]]:
        """Move a date that is ahead; the same time again changes nothing.

        Raises:
            NotFound: there is no such date.
            Conflict: the circle is concluded, or the date is past or off.
            RuleBroken: the time is past, or too far ahead.
        """
        self.check_open()
        known = self._ahead(date_id, now)
        moved = known.at(starts_at, minutes, now)
        if moved == known:
            return self, known, []
        return self._with(moved), moved, [self._fact(CircleDateMoved, moved, self.participant_ids)]

    def cancel_date(self, date_id: str, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """Cancel a date; again, this changes nothing.

        Raises:
            NotFound: there is no such date.
            Conflict: it is past.
        """
        if self._date(date_id).cancelled:
            return self, []
        off = self._ahead(date_id, now).off()
        return self._with(off), [self._fact(CircleDateCancelled, off, self.participant_ids)]

    def attend(self, date_id: str, participant_id: str, now: datetime, *, attended: bool) -> Self:
        """Note whether a member was there.

        Raises:
            NotFound: there is no such date.
            Conflict: it is still ahead, or was off.
        """
        date = self._date(date_id)
        if date.cancelled or date.starts_at > now:
            raise Conflict("this date has not taken place", code="date-not-over")
        return self._with(date.attended_by(participant_id, attended=attended))

    def remind(self, date_id: str, now: datetime) -> list[EnrollmentEvent]:
        """Send reminders of a date that is near; nothing where it is cancelled, moved or past."""
        date = self._date(date_id)
        due = date.is_near(now) and self.members
        return [self._fact(CircleDateReminded, date, self.participant_ids)] if due else []

    def conclude(self, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """End with the programme: dates that are ahead are off, and the notes stay to be read."""
        if self.concluded:
            return self, []
        events = self._facts(CircleDateCancelled, now, self.participant_ids)
        dates = tuple(each.off() if each.is_ahead(now) else each for each in self.dates)
        return self.changed(dates=dates, concluded=True), events

    def check_open(self) -> None:
        """See that the circle goes on.

        Raises:
            Conflict: it is concluded.
        """
        if self.concluded:
            raise Conflict("the circle is concluded with the programme", code="circle-concluded")

    def _date(self, date_id: str) -> CircleDate:
        circle_date = next((each for each in self.dates if each.id == date_id), None)
        if circle_date is None:
            raise NotFound(f"no such date: {date_id}")
        return circle_date

    def _ahead(self, date_id: str, now: datetime) -> CircleDate:
        date = self._date(date_id)
        if not date.is_ahead(now):
            raise Conflict("this date is past or cancelled", code="date-over")
        return date

    def _with(self, date: CircleDate) -> Self:
        others = [each for each in self.dates if each.id != date.id]
        return self.changed(dates=tuple(sorted([*others, date], key=lambda each: each.number)))

    def _facts(
        self, fact: type[CircleDateFact], now: datetime, participant_ids: Sequence[str]
    ) -> list[EnrollmentEvent]:
        """Make a fact of each date ahead, for those whom it concerns; none if it concerns nobody."""
        ahead = [each for each in self.dates if each.is_ahead(now)] if participant_ids else []
        return [self._fact(fact, each, participant_ids) for each in ahead]

    def _fact(
        self, fact: type[CircleDateFact], date: CircleDate, participant_ids: Iterable[str]
    ) -> EnrollmentEvent:
        return fact(
            circle_id=self.id,
            date_id=date.id,
            number=date.number,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            participant_ids=tuple(participant_ids),
        )


def make_circle(
    id_: str, scope: Scope, name: str, place: str, members: Sequence[CircleMember]
) -> tuple[Circle, list[EnrollmentEvent]]:
    """Make a circle.

    Raises:
        RuleBroken: it has too few or too many members.
    """
    check_members(members)
    circle = Circle(id=id_, **scope.model_dump(), name=name, place=place, members=tuple(members))
    return circle, [CircleMemberAdded(circle_id=id_, participant_id=each.participant_id) for each in members]
