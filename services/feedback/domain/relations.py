"""The readers of a concern: nobody it may be about, and nobody who works for or above such a person.

Where a relation is unknown, the answer is no.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from shared.kernel import EmployeeId


class Colleague(BaseModel):
    """One employee, over all programmes of the tenant.

    Attributes:
        takes_part: whether they are or were a participant.
        line: their managers, as far as any programme knows, of a participant or a sponsor; None if none does.
        partners: all current and former partners; None if one of them is unknown.
    """

    model_config = ConfigDict(frozen=True)

    employee_id: EmployeeId
    takes_part: bool = False
    line: frozenset[EmployeeId] | None = None
    partners: frozenset[EmployeeId] | None = frozenset()


def may_read(reader: Colleague | None, reporter: Colleague, partners: Iterable[Colleague]) -> bool:
    """Return whether a coordinator may read a concern.

    Args:
        reader: the coordinator; None for one who is no employee, and so has no relation to anybody.
        reporter: the author of the concern.
        partners: all of the reporter's partners.
    """
    if reader is None:
        return True
    if reporter.partners is None or reader.employee_id in {reporter.employee_id, *reporter.partners}:
        return False
    if reader.takes_part and not reporter.partners:
        return False  # the two may be in a pairing that is still unknown here
    return all(_apart(reader, partner) for partner in partners)


def _apart(reader: Colleague, partner: Colleague) -> bool:
    """Return whether neither is in the other's line of managers.

    Only participants and sponsors have a known line. A coordinator who is neither is recognised above a
    partner, but not below one.
    """
    if partner.line is None or reader.employee_id in partner.line:
        return False
    if reader.line is None:
        return not reader.takes_part
    return partner.employee_id not in reader.line
