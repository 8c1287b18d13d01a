"""What feedback knows of others' things, from their events."""

from datetime import date
from enum import StrEnum

from shared.contracts.enrollment import Objective, ProgrammeRules
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Identifier


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
    """Who a participant is, so that people answer for themselves only; enrollment owns it."""

    employee_id: Identifier
    role: Role
    standing: Standing
