"""The collections of scheduling."""

from typing import Any, Final

from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session
from services.scheduling.domain.upstream import Delegation, Participant, Programme
from shared.messaging import Collection, programme_index, tenant_index

PROGRAMMES: Final = Collection("programmes", Programme)
PARTICIPANTS: Final = Collection("participants", Participant)
DELEGATIONS: Final = Collection("delegations", Delegation)
CALENDARS: Final = Collection("calendars", Calendar, organisation_wide=True)
SERIES: Final = Collection(
    "series",
    Series,
    indexes=[
        programme_index("id"),
        programme_index("unplaced", "id"),
        tenant_index("mentor_employee_id"),
        tenant_index("mentee_employee_id"),
    ],
)
TENANT_SERIES: Final = Collection(SERIES.name, Series, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
SESSIONS: Final = Collection(
    "sessions",
    Session,
    indexes=[
        programme_index("starts_at", "id"),
        programme_index("state", "starts_at", "id"),
        programme_index("pairing_id", "starts_at", "id"),
        programme_index("mentor.employee_id"),
        programme_index("mentee.employee_id"),
    ],
)

COLLECTIONS: Final[list[Collection[Any]]] = [
    PROGRAMMES,
    PARTICIPANTS,
    DELEGATIONS,
    CALENDARS,
    SERIES,
    SESSIONS,
]
