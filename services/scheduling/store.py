"""What scheduling keeps."""

from typing import Any, Final

from pymongo import ASCENDING, IndexModel

from services.scheduling.domain.people import Calendar, Participant, Programme
from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session
from shared.messaging.storage import Collection


def _index(*fields: str) -> IndexModel:
    return IndexModel([(field, ASCENDING) for field in ("tenant", "programme", *fields)])


def _of_tenant(field: str) -> IndexModel:
    return IndexModel([("tenant", ASCENDING), (field, ASCENDING)])


PROGRAMMES: Final = Collection("programmes", Programme)
PARTICIPANTS: Final = Collection("participants", Participant)
CALENDARS: Final = Collection("calendars", Calendar, organisation_wide=True)
SERIES: Final = Collection(
    "series",
    Series,
    indexes=[
        _index("id"),
        _index("unplaced", "id"),
        _of_tenant("mentor_employee_id"),
        _of_tenant("mentee_employee_id"),
    ],
)
TENANT_SERIES: Final = Collection(SERIES.name, Series, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
SESSIONS: Final = Collection(
    "sessions",
    Session,
    indexes=[
        _index("starts_at", "id"),
        _index("state", "starts_at", "id"),
        _index("pairing_id", "starts_at", "id"),
        _index("mentor.employee_id"),
        _index("mentee.employee_id"),
    ],
)

COLLECTIONS: Final[list[Collection[Any]]] = [PROGRAMMES, PARTICIPANTS, CALENDARS, SERIES, SESSIONS]
