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


PROGRAMMES: Final = Collection("programmes", Programme)
PARTICIPANTS: Final = Collection("participants", Participant, indexes=[_index("employee_id"), _index("id")])
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
    ],
)
CONCERNS: Final = Collection("concerns", Concern, indexes=[_index("employee_id"), _index("reported_at")])
RELEASES: Final = Collection("releases", Release)
COLLECTIONS: Final[list[Collection[Any]]] = [PROGRAMMES, PARTICIPANTS, CHECK_INS, PULSES, CONCERNS, RELEASES]
