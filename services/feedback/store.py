"""What feedback keeps, and the indexes its queries need."""

from typing import Any, Final

from pymongo import IndexModel

from services.feedback.domain.check_in import CheckIn
from services.feedback.domain.concern import Concern
from services.feedback.domain.known import Participant, Programme
from services.feedback.domain.pulse import Pulse
from services.feedback.domain.release import Release
from shared.messaging.storage import Collection


def _index(*fields: str) -> IndexModel:
    return IndexModel([(field, 1) for field in ("tenant", "programme", *fields)])


def _of_tenant(field: str) -> IndexModel:
    return IndexModel([("tenant", 1), (field, 1)])


PROGRAMMES: Final = Collection("programmes", Programme)
PARTICIPANTS: Final = Collection(
    "participants",
    Participant,
    indexes=[_index("employee_id"), _index("id"), _of_tenant("employee_id")],
)
TENANT_PARTICIPANTS: Final = Collection(PARTICIPANTS.name, Participant, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
CHECK_INS: Final = Collection(
    "check_ins",
    CheckIn,
    indexes=[
        _index("requested_at", "id"),
        _index("due_at", "requested_at", "id"),
        _index("state", "answered_at"),
        _index("employee_id"),
    ],
)
PULSES: Final = Collection(
    "pulses",
    Pulse,
    indexes=[
        _index("mentor_id"),
        _index("mentee_id"),
        _index("mentor_employee_id"),
        _index("mentee_employee_id"),
        _index("ended_at", "health", "id"),
        _index("id"),
        *map(_of_tenant, ("mentor_employee_id", "mentee_employee_id", "mentor_id", "mentee_id")),
    ],
)
TENANT_PULSES: Final = Collection(PULSES.name, Pulse, organisation_wide=True)
"""The same over all programmes of a tenant, to be read only."""
CONCERNS: Final = Collection("concerns", Concern, indexes=[_index("employee_id"), _index("reported_at")])
RELEASES: Final = Collection("releases", Release)
COLLECTIONS: Final[list[Collection[Any]]] = [PROGRAMMES, PARTICIPANTS, CHECK_INS, PULSES, CONCERNS, RELEASES]
