"""What scheduling keeps."""

from typing import Any, Final

from pymongo import ASCENDING, IndexModel

from services.scheduling.domain.people import Calendar, Participant, Programme
from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session
from shared.messaging.storage import Collection


def _index(*fields: str) -> IndexModel:
    return IndexModel([(field, ASCENDING) for field in ("tenant", "programme", *fields)])


PROGRAMMES: Final = Collection("programmes", Programme)
PARTICIPANTS: Final = Collection("participants", Participant)
CALENDARS: Final = Collection("calendars", Calendar, organisation_wide=True)
SERIES: Final = Collection("series", Series, indexes=[_index("id"), _index("unplaced", "id")])
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
