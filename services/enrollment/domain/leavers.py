"""Leavers: employees who are missing from a full export, or whose row says that they have left."""

from collections.abc import Collection

from services.enrollment.domain.export import Export
from services.enrollment.domain.row_faults import BadCell, HrFault
from shared.kernel import RuleBroken


def stated_leavers(export: Export, employed: Collection[str]) -> list[str]:
    """Return the employees whose row states that they are no longer employed, by id."""
    return sorted(export.gone.intersection(employed))


def find_leavers(export: Export, employed: Collection[str]) -> list[str]:
    """Return the employees whom a full file lacks, or states to have left, by id.

    A person whose row is wrong is still in the organisation. Where a row does not say whose it is, it may be
    anybody's: then nobody is found missing, and the export's errors say so.
    """
    stated = stated_leavers(export, employed)
    missing = sorted(employee_id for employee_id in employed if not export.names(employee_id))
    if not missing or not export.nameless:
        return sorted([*missing, *stated])
    nameless = BadCell(
        HrFault.NAMELESS,
        "this row does not say whose it is, so none of the {missing} people missing from the file "
        "counts as gone; correct it and send the file again",
        missing=len(missing),
    )
    export.fault(export.nameless[0], "", "mode", nameless)
    return stated


def must_be_confirmed(leavers: int, employed: int) -> bool:
    """Return whether most people would leave by a file: it is more likely truncated."""
    return leavers * 2 > employed


def check_leavers(leavers: int, employed: int, *, confirmed: bool) -> None:
    """Refuse a file that must be confirmed and is not.

    Raises:
        RuleBroken: more than half would leave and nobody confirmed it.
    """
    if must_be_confirmed(leavers, employed) and not confirmed:
        raise RuleBroken(
            "{leavers} of {employed} people are missing from this file and would count as having left; "
            "to confirm, send it again with confirm_leavers=true",
            code="many-leavers",
            leavers=leavers,
            employed=employed,
            field="mode",
        )
