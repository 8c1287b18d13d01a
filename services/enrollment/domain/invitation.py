"""An invitation: a coordinator asks an employee to take part; only the employee can accept, by enrolling."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.enrollment.domain.employee import Employee
from shared.contracts.enrollment import (
    EmployeeInvited,
    EnrollmentEvent,
    InvitationEnded,
    InvitationEnding,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier

DAYS: Final = 14
"""The days in which an invited employee can answer, unless the coordinator says otherwise."""
MOST_DAYS: Final = 60


class InvitationState(StrEnum):
    """The state of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Invitation(Aggregate):
    """An employee's invitation to one role of a programme; the latest one, where there were several.

    Attributes:
        id: that of the participant whom it may lead to.
        employee_id: the invited employee.
        role: as mentor or mentee.
        invited_by: the coordinator's account at the issuer.
        invited_at: the time of the invitation.
        expires_at: the end of the time to answer.
    """

    employee_id: EmployeeId
    role: Role
    state: InvitationState = InvitationState.OPEN
    invited_by: str
    invited_at: datetime
    expires_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Return whether it waits for an answer."""
        return self.state is InvitationState.OPEN and now < self.expires_at

    def allows_joining(self, now: datetime) -> bool:
        """Return whether the employee may join by it: until it expires, even after a no."""
        answered = self.state in {InvitationState.OPEN, InvitationState.DECLINED}
        return answered and now < self.expires_at

    def decline(self, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """Say no, without a reason; a second time changes nothing.

        Raises:
            Conflict: it is over.
        """
        if self.state is InvitationState.DECLINED:
            return self, []
        if not self.is_open(now):
            raise Conflict("the invitation is over: there is nothing to answer", code="invitation-over")
        return self.end(InvitationEnding.DECLINED)

    def expire(self, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """End it once the time to answer is over; before that, this changes nothing."""
        return self.end(InvitationEnding.EXPIRED) if now >= self.expires_at else (self, [])

    def accept(self) -> tuple[Self, list[EnrollmentEvent]]:
        """End it since the employee has joined, be it after a no; once it is over, this changes nothing."""
        again = self.state is InvitationState.DECLINED
        opened = self.changed(state=InvitationState.OPEN) if again else self
        return opened.end(InvitationEnding.ACCEPTED)

    def end(self, ending: InvitationEnding) -> tuple[Self, list[EnrollmentEvent]]:
        """End it; once it is over, this changes nothing."""
        if self.state is not InvitationState.OPEN:
            return self, []
        ended = self.changed(state=InvitationState(ending.value))
        return ended, [InvitationEnded(**self._whose(), ending=ending)]

    def sent(self) -> EmployeeInvited:
        """Return the fact that the employee is invited."""
        return EmployeeInvited(**self._whose())

    def _whose(self) -> dict[str, str | datetime]:
        return {
            "invitation_id": self.id,
            "employee_id": self.employee_id,
            "role": self.role,
            "expires_at": self.expires_at,
        }


def invite(
    earlier: Invitation | None,
    id_: Identifier,
    employee: Employee,
    programme_id: str,
    role: Role,
    account: str,
    now: datetime,
    expires_at: datetime,
) -> tuple[Invitation, list[EnrollmentEvent]]:
    """Invite an employee, for the first time or again.

    Args:
        earlier: the employee's earlier invitation to the role.
        id_: the id of the participant whom it may lead to.
        employee: the invited employee.
        programme_id: the programme.
        role: as mentor or mentee.
        account: the coordinator's account at the issuer.
        now: the present instant.
        expires_at: the end of the time to answer.
    """
    invitation = Invitation(
        id=id_,
        tenant=employee.tenant,
        programme=programme_id,
        region=employee.region,
        version=earlier.version if earlier else 0,
        saved_at=earlier.saved_at if earlier else None,
        employee_id=employee.id,
        role=role,
        invited_by=account,
        invited_at=now,
        expires_at=expires_at,
    )
    return invitation, [invitation.sent()]
