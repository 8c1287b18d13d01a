"""Who has left: known to us, but on no line of a full export."""

from collections.abc import Iterable

from services.enrollment.domain.export import Export, RowError
from shared.kernel import RuleBroken


def find_leavers(export: Export, known: Iterable[str]) -> list[str]:
    """Those of the known people whom a full file lacks, by id.

    A person whose row is wrong is still in the organisation. Where a row does not say whose it is, it may be
    anybody's: then nobody is found to have left, and the export's errors say so.
    """
    missing = sorted(employee_id for employee_id in known if not export.names(employee_id))
    if not missing or not export.nameless:
        return missing
    message = (
        f"this row does not say whose it is, so none of the {len(missing)} people missing from the file "
        "counts as gone; correct it and send the file again"
    )
    export.errors.append(RowError(export.nameless[0], "", "mode", message))
    return []


def check_leavers(leavers: int, employed: int, *, confirmed: bool) -> None:
    """Refuse a full file that would send most people away: it is more likely cut short.

    Raises:
        RuleBroken: more than half would leave and nobody confirmed it.
    """
    if leavers * 2 > employed and not confirmed:
        raise RuleBroken(
            f"{leavers} of {employed} people are missing from this file and would count as gone; "
            "if that is so, send it again with confirm_leavers=true",
            field="mode",
        )
