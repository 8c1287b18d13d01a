"""Employees, as HR imports them."""

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import (
    Count,
    Identifier,
)


class EmployeesImported(EnrollmentEvent, fact="employees-imported", aggregate="import", key="import_id"):
    """An HR export was imported; the counts are rows kept, rows refused and employees who have left."""

    import_id: Identifier
    accepted: Count
    rejected: Count
    left: Count
