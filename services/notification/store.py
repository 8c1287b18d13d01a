"""The collections of notification."""

from typing import Any, Final

from pymongo import IndexModel

from services.notification.domain.delivery import Delivery
from services.notification.domain.preferences import Preferences
from services.notification.domain.upstream import Participant, Programme
from shared.messaging import Collection, programme_index

PROGRAMMES: Final = Collection("programmes", Programme)
DELIVERIES: Final = Collection(
    "deliveries",
    Delivery,
    indexes=[
        programme_index("kind", "state"),
        IndexModel([("state", 1), ("due_at", 1)]),  # the worker's, over all tenants
    ],
)
PARTICIPANTS: Final = Collection("participants", Participant)
PREFERENCES: Final = Collection("preferences", Preferences, organisation_wide=True)

COLLECTIONS: Final[list[Collection[Any]]] = [PROGRAMMES, DELIVERIES, PARTICIPANTS, PREFERENCES]
