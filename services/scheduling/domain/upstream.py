"""Copies of enrollment's facts: programmes, participants and their delegates."""

from datetime import date, timedelta

from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.vocabulary import Role, WorkingHours
from shared.kernel import Aggregate, EmployeeId


class Programme(Aggregate):
    """A programme's dates and rules."""

    starts_on: date
    ends_on: date
    rules: ProgrammeRules

    def last_day_of(self, began_on: date | None, began_with_weeks: int | None) -> date:
        """Return the last day on which a pairing meets: its own, or that of the programme.

        Args:
            began_on: the day on which the pairing began.
            began_with_weeks: the length by the rules of that day; only a longer one replaces it.
        """
        weeks = self.rules.pairing_weeks
        if not weeks or not began_with_weeks or began_on is None:
            return self.ends_on
        return min(self.ends_on, began_on + timedelta(weeks=max(weeks, began_with_weeks)))


class Participant(Aggregate):
    """A participant's role and working hours."""

    employee_id: EmployeeId
    role: Role
    working_hours: WorkingHours
    withdrawn: bool = False


class Delegation(Aggregate):
    """The delegate of a participant, whose id it has; ``employee_id`` is None while there is none."""

    employee_id: EmployeeId | None
