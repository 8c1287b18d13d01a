"""Somebody named for a task, which they accept or decline and can give up: a sponsor, a delegate."""

from abc import abstractmethod
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final, Self

from shared.contracts.enrollment import AppointmentEnding, EnrollmentEvent
from shared.kernel import Aggregate, Conflict, EmployeeId

ANSWER_TIME: Final = timedelta(days=14)
"""The time in which the person named can answer."""


class AppointmentState(StrEnum):
    """The state of an appointment."""

    ASKED = "asked"
    """The person named has not answered."""
    ACCEPTED = "accepted"
    ENDED = "ended"


OPEN: Final = (AppointmentState.ASKED, AppointmentState.ACCEPTED)
"""The states of appointments that are not over."""


class Appointment(Aggregate):
    """The person named last; what they are named for is a subclass, with its events.

    Attributes:
        employee_id: the person named.
        number: from 1: of how many that were named.
        asked_at: when they were named.
        ending: why it is over; None while it is not.
    """

    NAMED: ClassVar[type[EnrollmentEvent]]
    ACCEPTED: ClassVar[type[EnrollmentEvent]]
    ENDED: ClassVar[type[EnrollmentEvent]]

    employee_id: EmployeeId
    number: int
    state: AppointmentState = AppointmentState.ASKED
    asked_at: datetime
    ending: AppointmentEnding | None = None

    @property
    def is_open(self) -> bool:
        """Whether the person is asked, or has accepted."""
        return self.state in OPEN

    @property
    def expires_at(self) -> datetime:
        """The end of the time to answer."""
        return self.asked_at + ANSWER_TIME

    def named(self) -> EnrollmentEvent:
        """Return the fact that the person was named."""
        return self.NAMED(**self._fact(), expires_at=self.expires_at)

    def accept(self, **known: Any) -> tuple[Self, list[EnrollmentEvent]]:
        """Accept it; a second time changes nothing.

        Args:
            known: further fields of its event, about the person who accepts.

        Raises:
            Conflict: it is over.
        """
        if not self.is_open:
            raise Conflict("you are no longer asked", code="appointment-over")
        if self.state is AppointmentState.ACCEPTED:
            return self, []
        return self.changed(state=AppointmentState.ACCEPTED), [self.ACCEPTED(**self._fact(), **known)]

    def give_up(self) -> AppointmentEnding:
        """Return how it ends if the person named does not want it (any more)."""
        accepted = self.state is AppointmentState.ACCEPTED
        return AppointmentEnding.STEPPED_DOWN if accepted else AppointmentEnding.DECLINED

    def lapse(self, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """End it if the person named has not answered in time; otherwise this changes nothing."""
        overdue = self.state is AppointmentState.ASKED and now >= self.expires_at
        return self.end(AppointmentEnding.EXPIRED) if overdue else (self, [])

    def end(self, ending: AppointmentEnding) -> tuple[Self, list[EnrollmentEvent]]:
        """End it; once it is over, this changes nothing."""
        if not self.is_open:
            return self, []
        accepted = self.state is AppointmentState.ACCEPTED
        ended = self.changed(state=AppointmentState.ENDED, ending=ending)
        return ended, [self.ENDED(**self._fact(), ending=ending, accepted=accepted)]

    @abstractmethod
    def _fact(self) -> dict[str, Any]:
        """Return the fields that each of its events has."""


def named_next(earlier: Appointment | None, employee_id: EmployeeId, now: datetime) -> dict[str, Any]:
    """Return the fields of an appointment that takes the place of an earlier one of the same task.

    Raises:
        Conflict: the earlier one is not over.
    """
    if earlier and earlier.is_open:
        raise Conflict("somebody is named already", code="named-already")
    return {
        "version": earlier.version if earlier else 0,
        "saved_at": earlier.saved_at if earlier else None,
        "employee_id": employee_id,
        "number": earlier.number + 1 if earlier else 1,
        "asked_at": now,
    }
