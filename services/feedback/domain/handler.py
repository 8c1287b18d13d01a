"""The people who handle concerns, and the records of what they did."""

from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, StringConstraints

from shared.kernel import Aggregate, EmployeeId, Identifier
from shared.schema.visibility import Visibility

MOST_HANDLERS: Final = 20
"""The most handlers of one programme."""


class Handler(Aggregate):
    """Somebody who handles concerns of a programme, by their own wish.

    Attributes:
        employee_id: None for one who is no employee.
        name: the name under which reporters see them.
        since: they are asked in this order.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    employee_id: EmployeeId | None
    name: Annotated[str, StringConstraints(max_length=80)]
    since: AwareDatetime


class Opening(Aggregate):
    """The record that a handler opened a concern."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    concern_id: Identifier
    handler_id: Identifier
    account: Annotated[str, StringConstraints(max_length=255)]
    opened_at: AwareDatetime


class Notice(Aggregate):
    """A notice that was posted; nothing in it leads to the concern."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT
