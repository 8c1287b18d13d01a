"""An invitation: a coordinator asks an employee to take part; only the person can accept, by enrolling."""

from datetime import datetime

from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, EmployeeId, Identifier, MakeId, Scope


class Invitation(Aggregate):
    """An employee who was asked to join a programme; gone once they enrol.

    Attributes:
        employee_id: who was invited.
        role: as mentor or mentee.
        invited_by: the coordinator's account at the issuer.
        invited_at: when.
    """

    employee_id: EmployeeId
    role: Role
    invited_by: str
    invited_at: datetime


def invitation_id(make_id: MakeId, scope: Scope, employee_id: str) -> Identifier:
    """The id of an employee's invitation to a programme."""
    return make_id("invitation", scope.tenant, scope.programme, employee_id)
