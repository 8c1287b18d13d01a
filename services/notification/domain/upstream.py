"""Copies of enrollment's facts."""

from datetime import date
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
    training_due_since: date | None = None
    """The day on which their training expired, until they have renewed it."""
    consent_due_since: date | None = None
    """The day on which they were asked to agree to changed terms, until they have."""
