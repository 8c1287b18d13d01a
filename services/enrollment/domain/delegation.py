"""The delegate of an executive: an employee who looks after the times of their sessions, and nothing else."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, Self

from services.enrollment.domain.appointment import Appointment, named_next
from services.enrollment.domain.participant import Participant
from shared.contracts.enrollment import DelegateAccepted, DelegateNamed, DelegationEnded, EnrollmentEvent
from shared.kernel import EmployeeId, RuleBroken

_REMEMBERED: Final = 20


class Delegation(Appointment):
    """The delegate of a participant, whose id it has.

    Attributes:
        served: those who accepted, the latest last: sessions that they moved still name them.
    """

    NAMED = DelegateNamed
    ACCEPTED = DelegateAccepted
    ENDED = DelegationEnded

    served: tuple[EmployeeId, ...] = ()

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
        return accepted.changed(served=served) if events else accepted, events

    def _fact(self) -> dict[str, Any]:
        return {"participant_id": self.id, "employee_id": self.employee_id, "number": self.number}


def name_delegate(
    executive: Participant, earlier: Delegation | None, employee_id: EmployeeId, now: datetime
) -> Delegation:
    """Name a delegate for an executive.

    Raises:
        Conflict: the executive has one, or has asked somebody.
    """
    return Delegation(
        **executive.model_dump(include={"id", "tenant", "programme", "region"}),
        **named_next(earlier, employee_id, now),
        served=earlier.served if earlier else (),
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
