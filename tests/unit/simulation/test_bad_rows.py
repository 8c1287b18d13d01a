"""The bad rows of the demo's export are each refused for their own fault, and nobody is lost by them."""

from datetime import date

from services.enrollment.domain.export import read_export
from services.enrollment.domain.hierarchy import check_managers
from services.enrollment.domain.leavers import find_leavers
from simulation.bad_rows import BAD_ROWS, bad_rows
from simulation.sample import make_company, to_csv

COMPANY = make_company(50, 7)


def test_each_bad_row_has_its_own_fault_and_costs_no_other():
    export = read_export(to_csv(COMPANY).encode() + bad_rows(COMPANY[-1]), "acme", date(2026, 1, 5))
    check_managers(export, {})
    assert len(export.employees) == len(COMPANY)
    faults = [(error.employee_id, error.field) for error in sorted(export.errors)]
    fields = ["grade", "time_zone", "row", "name", "manager_id"]
    assert faults == [(f"x{number:06d}", field) for number, field in enumerate(fields, start=1)]
    assert export.rejected == BAD_ROWS
    assert find_leavers(export, [*export.employees, "e999999"]) == ["e999999"]
