"""Small rounds: those that a policy starts between the rounds of a coordinator."""

from datetime import datetime
from typing import Final

from services.matching.domain.people.person import Person
from services.matching.domain.rounds.round import Round, RoundState
from services.matching.store import ROUNDS
from shared.contracts.matching import RoundCause
from shared.messaging import UnitOfWork

_SMALL: Final = {"cause": {"$ne": RoundCause.COORDINATOR}}
_LATEST_FIRST: Final = [("number", -1)]


async def latest_small_rounds(uow: UnitOfWork, limit: int) -> list[Round]:
    """Return the latest small rounds, the latest first."""
    return await uow.find(ROUNDS, _SMALL, sort=_LATEST_FIRST, limit=limit)


async def has_failed_for(uow: UnitOfWork, person: Person, since: datetime) -> bool:
    """Return whether a small round that took somebody in has failed since an instant.

    It has set the next timer.
    """
    query = {**_SMALL, "state": RoundState.FAILED, "requested_at": {"$gt": since}}
    failed = await uow.find(ROUNDS, query, sort=_LATEST_FIRST, limit=1)
    return bool(failed) and failed[0].looks_for(person, since)
