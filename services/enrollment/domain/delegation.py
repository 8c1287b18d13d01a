"""The delegate of an executive: an employee who looks after the times of their sessions, and nothing else."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict

from services.enrollment.domain.appointment import ANSWER_TIME, Appointment, named_next
from services.enrollment.domain.participant import Participant
from shared.contracts.enrollment import DelegateAccepted, DelegateNamed, DelegationEnded, EnrollmentEvent
from shared.kernel import Conflict, EmployeeId, RuleBroken

MOST_ASKED: Final = 5
"""The most people whom an executive asks within the time to answer, unless they accept: each gets a mail."""
_REMEMBERED: Final = 20


class Asking(BaseModel):
    """Somebody who was asked, and has not accepted."""

    model_config = ConfigDict(frozen=True)

    employee_id: EmployeeId
    asked_at: datetime

    def is_recent(self, now: datetime) -> bool:
        """Return whether that was within the time to answer."""
        return now < self.asked_at + ANSWER_TIME


class Delegation(Appointment):
    """The delegate of a participant, whose id it has.

    Attributes:
        served: those who accepted, the latest last: sessions that they moved still name them.
        askings: those within the time to answer as the last one was named, the latest last; not of those who
            accepted.
    """

    NAMED = DelegateNamed
    ACCEPTED = DelegateAccepted
    ENDED = DelegationEnded

    served: tuple[EmployeeId, ...] = ()
    askings: tuple[Asking, ...] = ()

    def accept(self, **known: Any) -> tuple[Self, list[EnrollmentEvent]]:
        """Accept it; a second time changes nothing.

        Args:
            known: further fields of its event.

        Raises:
            Conflict: it is over.
        """
        accepted, events = super().accept(**known)
        earlier = (id_ for id_ in self.served if id_ != self.employee_id)
        served = (*earlier, self.employee_id)[-_REMEMBERED:]
        askings = tuple(each for each in self.askings if each.employee_id != self.employee_id)
        return accepted.changed(served=served, askings=askings) if events else accepted, events

    def _fact(self) -> dict[str, Any]:
        return {"participant_id": self.id, "employee_id": self.employee_id, "number": self.number}


def name_delegate(
    executive: Participant, earlier: Delegation | None, employee_id: EmployeeId, now: datetime
) -> Delegation:
    """Name a delegate for an executive.

    Raises:
        Conflict: the executive has one, or has asked somebody; or the person, or many others, were asked
            lately and did not accept.
    """
    named = named_next(earlier, employee_id, now)
    askings = [each for each in earlier.askings if each.is_recent(now)] if earlier else []
    if any(each.employee_id == employee_id for each in askings):
        raise Conflict(
            "was asked within the last {days} days",
            code="asked-lately",
            field="person",
            days=ANSWER_TIME.days,
        )
    if len(askings) >= MOST_ASKED:
        raise Conflict(
            "{most} people were asked within the last {days} days",
            code="asked-many-lately",
            field="person",
            most=MOST_ASKED,
            days=ANSWER_TIME.days,
        )
    return Delegation(
        **executive.model_dump(include={"id", "tenant", "programme", "region"}),
        **named,
        served=earlier.served if earlier else (),
        askings=(*askings, Asking(employee_id=employee_id, asked_at=now)),
    )


def check_delegate(employee_id: EmployeeId, executive: Participant, mentors: Collection[EmployeeId]) -> None:
    """See that somebody may be the delegate of an executive.

    Args:
        employee_id: the person.
        executive: who names them.
        mentors: those with whom the executive is paired.

    Raises:
        RuleBroken: they are the executive, or a mentor of theirs: nobody who teaches is made an assistant.
    """
    if employee_id == executive.employee_id:
        raise RuleBroken("is the executive", code="delegate-of-oneself", field="person")
    if employee_id in mentors:
        raise RuleBroken("is a mentor of the executive", code="delegate-is-mentor", field="person")
