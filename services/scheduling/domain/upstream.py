"""Copies of enrollment's facts: programmes, participants and their delegates."""

from datetime import date

from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.vocabulary import Role, WorkingHours
from shared.kernel import Aggregate, EmployeeId


class Programme(Aggregate):
    """A programme's dates and rules."""

    starts_on: date
    ends_on: date
    rules: ProgrammeRules


class Participant(Aggregate):
    """A participant's role and working hours."""

    employee_id: EmployeeId
    role: Role
    working_hours: WorkingHours
    withdrawn: bool = False


class Delegation(Aggregate):
    """The delegate of a participant, whose id it has; ``employee_id`` is None while there is none."""

    employee_id: EmployeeId | None
