"""Copies of enrollment's facts: programmes and participants."""

from datetime import date
from enum import StrEnum

from shared.contracts.enrollment import Objective, ProgrammeRules
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, EmployeeId


class Programme(Aggregate):
    """A programme's rules and objectives; enrollment owns it."""

    starts_on: date
    ends_on: date
    rules: ProgrammeRules
    objectives: tuple[Objective, ...] = ()


class Standing(StrEnum):
    """How far a participant has come."""

    ENROLLED = "enrolled"
    READY = "ready"
    WITHDRAWN = "withdrawn"


class Participant(Aggregate):
    """A copy of a participant, so that people answer for themselves only; enrollment owns it.

    Attributes:
        line: employee ids of the managers, nearest first; None until the participant has been ready.
    """

    employee_id: EmployeeId
    role: Role
    standing: Standing
    line: tuple[EmployeeId, ...] | None = None
