"""Somebody named for a task, which they accept or decline and can give up: the sponsor of a pairing."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from shared.contracts.enrollment import AppointmentEnding
from shared.kernel import Aggregate, Conflict, EmployeeId


class AppointmentState(StrEnum):
    """The state of an appointment."""

    ASKED = "asked"
    """The person named has not answered."""
    ACCEPTED = "accepted"
    ENDED = "ended"


OPEN: Final = (AppointmentState.ASKED, AppointmentState.ACCEPTED)
"""The states of appointments that are not over."""


class Appointment(Aggregate):
    """The person named last.

    Attributes:
        employee_id: the person named.
        number: from 1: of how many that were named.
        asked_at: when they were named.
        ending: why it is over; None while it is not.
    """

    employee_id: EmployeeId
    number: int
    state: AppointmentState = AppointmentState.ASKED
    asked_at: datetime
    ending: AppointmentEnding | None = None

    @property
    def is_open(self) -> bool:
        """Whether the person is asked, or has accepted."""
        return self.state in OPEN

    def accept(self) -> Self:
        """Accept it; a second time changes nothing.

        Raises:
            Conflict: it is over.
        """
        if not self.is_open:
            raise Conflict("you are no longer asked", code="appointment-over")
        return self.changed(state=AppointmentState.ACCEPTED)

    def give_up(self) -> AppointmentEnding:
        """Return how it ends if the person named does not want it (any more)."""
        accepted = self.state is AppointmentState.ACCEPTED
        return AppointmentEnding.STEPPED_DOWN if accepted else AppointmentEnding.DECLINED

    def end(self, ending: AppointmentEnding) -> Self:
        """End it; once it is over, this changes nothing."""
        return self.changed(state=AppointmentState.ENDED, ending=ending) if self.is_open else self
