"""One participant and their pairings, for a coordinator."""

from dataclasses import dataclass
from typing import Final

from services.console.queries.access import ReadableRows
from services.console.read_models.pairings import Pairing, PairingState
from services.console.read_models.people import Person
from services.console.store import PAIRINGS, PEOPLE
from shared.kernel import NotFound

_PAIRINGS_SHOWN: Final = 25


@dataclass(frozen=True)
class ParticipantWithPairings:
    """A participant and the pairings that the caller may read, active ones first, then the latest."""

    person: Person
    pairings: list[Pairing]


async def participant(readable: ReadableRows, participant_id: str) -> ParticipantWithPairings:
    """Return one participant.

    Raises:
        NotFound: there is no such participant, or they are or were paired with the caller.
    """
    people = await readable.find(PEOPLE, {"id": participant_id, "role": {"$ne": None}}, limit=1)
    if not people:
        raise NotFound(f"no such participant: {participant_id}")
    theirs = {"$or": [{"mentor_id": participant_id}, {"mentee_id": participant_id}]}
    known = {"state": {"$ne": PairingState.UNKNOWN.value}}
    pairings = await readable.find(
        PAIRINGS,
        theirs | known,
        sort=[("state", 1), ("activated_at", -1), ("id", 1)],
        limit=_PAIRINGS_SHOWN,
    )
    return ParticipantWithPairings(people[0], pairings)
