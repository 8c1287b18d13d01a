"""Made-up employees of enrollment."""

from datetime import date

from services.enrollment.domain.employee import Employee
from shared.testing.harness import TEST_SCOPE


def employee(employee_id):
    return Employee(
        id=employee_id,
        tenant=TEST_SCOPE.tenant,
        region="emea",
        name="Ada Example",
        email=f"{employee_id}@example.com",
        grade=3,
        manager_id=None,
        department="Engineering",
        team="E-1",
        time_zone="Europe/Berlin",
        languages=(),
        skills=(),
        hired_on=date(2020, 1, 1),
        born_year=None,
    )
