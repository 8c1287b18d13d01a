"""The employees saved before an import, as far as a file is checked against them."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.enrollment.domain.export import Export
from services.enrollment.domain.row_faults import BadCell, HrFault

_COLUMN = "manager_id"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """An employee in the directory; the address is in the form addresses are compared in."""

    manager_id: str | None
    email: str


Directory = Mapping[str, DirectoryEntry]
"""Those employed now, by id."""


def refuse_others_addresses(export: Export, directory: Directory) -> None:
    """Refuse rows with an e-mail address that somebody else has in the directory.

    Two ids with one address are most likely one person, who could be matched with themself.

    Args:
        export: the file; refused rows are taken out of it.
        directory: those who stay in the organisation.
    """
    owners = {entry.email: employee_id for employee_id, entry in directory.items()}
    for email, employee_id in export.emails.items():
        owner = owners.get(email, employee_id)
        if owner != employee_id and employee_id in export.employees:
            taken = BadCell(
                HrFault.EMAIL_IN_DIRECTORY, "is already the address of employee {employee}", employee=owner
            )
            export.refuse(employee_id, "email", taken)


def resolve_managers(export: Export, directory: Directory) -> None:
    """Replace e-mail addresses of managers by their ids; refuse rows whose address nobody has."""
    owners = {entry.email: employee_id for employee_id, entry in directory.items()} | export.emails
    for employee_id, email in export.manager_emails.items():
        employee = export.employees.get(employee_id)
        if employee is None:
            continue
        manager_id = owners.get(email)
        if manager_id is None:
            unknown = BadCell(HrFault.MANAGER_EMAIL_UNKNOWN, "no employee has this e-mail address")
            export.refuse(employee_id, _COLUMN, unknown)
        else:
            export.employees[employee_id] = employee.changed(manager_id=manager_id)
