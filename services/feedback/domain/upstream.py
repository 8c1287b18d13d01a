"""Copies of enrollment's facts: programmes and participants."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from pydantic import AwareDatetime, Field

from shared.contracts.enrollment import Objective, ProgrammeRules
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, EmployeeId, Identifier
from shared.schema.visibility import Visibility

UNKNOWN_BAND: Final = "unknown"


class Programme(Aggregate):
    """A programme's rules and objectives; enrollment owns it."""

    shown_to: ClassVar = Visibility.ORGANISATION

    starts_on: date
    ends_on: date
    rules: ProgrammeRules
    objectives: tuple[Objective, ...] = ()
    completed_at: AwareDatetime | None = None
    entered: dict[str, float] = Field(default_factory=dict)
    """The latest figure of each key result that is entered."""


class Standing(StrEnum):
    """How far a participant has come."""

    ENROLLED = "enrolled"
    READY = "ready"
    WITHDRAWN = "withdrawn"


class Participant(Aggregate):
    """A copy of a participant, so that people answer for themselves only; enrollment owns it.

    Attributes:
        line: employee ids of the managers, nearest first; None until the participant has been ready.
        grade_band: three grades taken together; unknown until the participant has been ready.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    employee_id: EmployeeId
    role: Role
    standing: Standing
    line: tuple[EmployeeId, ...] | None = None
    grade_band: Identifier = UNKNOWN_BAND
