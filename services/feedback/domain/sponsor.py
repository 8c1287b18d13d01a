"""Sponsors of pairings, who get concerns that no coordinator has acknowledged; enrollment owns them."""

from typing import Annotated, ClassVar, Final

from pydantic import Field

from shared.kernel import Aggregate, EmployeeId, Identifier
from shared.schema.visibility import Visibility

MOST_SPONSORS: Final = 2
"""A concern goes to this many sponsors at most."""


class Sponsor(Aggregate):
    """Somebody who sponsors pairings of the programme, or did.

    Attributes:
        line: their managers; None if they are not known.
        pairing_ids: the pairings that they sponsor now.
    """

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    employee_id: EmployeeId
    line: tuple[EmployeeId, ...] | None = None
    pairing_ids: Annotated[tuple[Identifier, ...], Field(max_length=1000)] = ()

    def accepted(self, pairing_id: str, line: tuple[EmployeeId, ...] | None) -> "Sponsor":
        """Sponsor one more pairing."""
        others = (id_ for id_ in self.pairing_ids if id_ != pairing_id)
        return self.changed(pairing_ids=(*others, pairing_id), line=self.line if line is None else line)

    def ended(self, pairing_id: str) -> "Sponsor":
        """Sponsor a pairing no longer."""
        return self.changed(pairing_ids=tuple(id_ for id_ in self.pairing_ids if id_ != pairing_id))
