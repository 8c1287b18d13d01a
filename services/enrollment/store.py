"""What enrollment keeps."""

from typing import Any

from pymongo import IndexModel

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.hr_import import KEPT_DAYS, ErrorChunk, HrImport, ImportTurn
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.participant import Participant
from services.enrollment.domain.programme import Programme
from shared.kernel import Aggregate, EmployeeId
from shared.messaging.storage import Collection

PROGRAMMES = Collection("programmes", Programme, organisation_wide=True)

EMPLOYEES = Collection(
    "employees",
    Employee,
    indexes=[
        IndexModel([("tenant", 1), ("left", 1), ("id", 1)]),
        IndexModel([("tenant", 1), ("id", 1)]),
        IndexModel([("tenant", 1), ("left", 1), ("region", 1), ("grade", 1)]),
    ],
    organisation_wide=True,
)


class ReportsTo(Aggregate):
    """The part of an employee that a file is checked against."""

    manager_id: EmployeeId | None
    email: str


REPORTING = Collection("employees", ReportsTo, organisation_wide=True)
"""To read the whole organisation's lines at once; never saved through."""

PARTICIPANTS = Collection(
    "participants",
    Participant,
    indexes=[
        IndexModel([("tenant", 1), ("programme", 1), ("role", 1), ("state", 1), ("id", 1)]),
        IndexModel([("tenant", 1), ("employee_id", 1)]),
        IndexModel([("tenant", 1), ("state", 1), ("id", 1)]),
    ],
)

PARTICIPANTS_OF_ALL_PROGRAMMES = Collection("participants", Participant, organisation_wide=True)
"""To find participants by, whatever their programme; save through PARTICIPANTS."""

_EXPIRY = IndexModel([("saved_at", 1)], name="expiry", expireAfterSeconds=KEPT_DAYS * 86_400)

INVITATIONS = Collection(
    "invitations",
    Invitation,
    indexes=[
        IndexModel([("tenant", 1), ("programme", 1), ("employee_id", 1)]),
        IndexModel([("tenant", 1), ("employee_id", 1)]),
    ],
)
INVITATIONS_OF_ALL_PROGRAMMES = Collection("invitations", Invitation, organisation_wide=True)
"""Finds invitations across programmes; delete through INVITATIONS."""

IMPORTS = Collection(
    "imports", HrImport, indexes=[IndexModel([("tenant", 1), ("programme", 1), ("file", 1)]), _EXPIRY]
)
IMPORT_ERRORS = Collection("import-errors", ErrorChunk, indexes=[_EXPIRY])
TURNS = Collection("import-turns", ImportTurn, organisation_wide=True)

COLLECTIONS: list[Collection[Any]] = [
    PROGRAMMES,
    EMPLOYEES,
    PARTICIPANTS,
    INVITATIONS,
    IMPORTS,
    IMPORT_ERRORS,
    TURNS,
]
