"""Copies of enrollment's facts."""

from typing import Annotated

from pydantic import Field

from shared.contracts.vocabulary import EmployeeId
from shared.kernel import Aggregate


class Programme(Aggregate):
    """The rules of a programme that messages name."""

    first_contact_days: Annotated[int, Field(ge=1)]


class Participant(Aggregate):
    """The person that a participant is."""

    employee_id: EmployeeId
