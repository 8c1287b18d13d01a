"""The plan of an import: a file checked against the directory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.enrollment.domain.directory import Directory, refuse_others_addresses, resolve_managers
from services.enrollment.domain.export import Export, read_export
from services.enrollment.domain.hierarchy import check_managers
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.leavers import check_leavers, find_leavers, stated_leavers
from shared.kernel import RuleBroken


@dataclass(frozen=True)
class Plan:
    """A checked file: the employees to save, and those who have left."""

    export: Export
    leavers: Sequence[str]


def plan_import(
    content: bytes,
    tenant: str,
    directory: Directory,
    mode: ImportMode,
    *,
    today: date,
    confirm_leavers: bool,
) -> Plan:
    """Read a file and check it against the directory.

    Raises:
        RuleBroken: the file as a whole is unusable, or would empty the organisation unconfirmed.
    """
    export = read_export(content, tenant, today)
    if mode is ImportMode.FULL:
        if not export.lines:
            raise RuleBroken("a full export must contain people", code="export-without-people", field="mode")
        leavers = find_leavers(export, directory.keys())
    else:
        leavers = stated_leavers(export, directory.keys())
    check_leavers(len(leavers), len(directory), confirmed=confirm_leavers)
    gone = set(leavers)
    staying = {id_: entry for id_, entry in directory.items() if id_ not in gone}
    refuse_others_addresses(export, staying)
    resolve_managers(export, staying)
    check_managers(export, {id_: entry.manager_id for id_, entry in staying.items()})
    return Plan(export, leavers)
