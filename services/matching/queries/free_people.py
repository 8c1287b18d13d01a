"""Free people of each role: a pair needs one of both."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from services.matching.domain.people.person import PersonState
from services.matching.domain.people.waiting import MOST_SILENCE
from services.matching.store import PEOPLE
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document

HAS_CAPACITY: Final = {
    "$gt": [
        {"$min": ["$profile.capacity", {"$subtract": ["$elsewhere.total", "$elsewhere.held"]}]},
        {
            "$add": [
                {"$size": "$active_pairings"},
                {"$size": "$open_proposals"},
                {"$cond": [{"$eq": ["$shortlist", None]}, 0, 1]},
            ]
        },
    ]
}
"""The query for `Person.free_places` of participants who are ready; `$min` skips what is null."""
_ONE: Final[list[Document]] = [{"$limit": 1}, {"$project": {"_id": 0, "id": 1}}]
"""The first, without the rest of the document: a round may fail for a document that cannot be read."""
_ANSWERS: Final = {"silent": {"$lte": MOST_SILENCE}}


def free(role: Role, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the query for people of a role who can be matched, some of them left out."""
    others = {"id": {"$nin": sorted(without)}} if without else {}
    return {
        "state": PersonState.READY,
        "consent_due": {"$ne": True},
        "profile.role": role,
        "$expr": HAS_CAPACITY,
        **others,
    }


async def missing_role(
    uow: UnitOfWork, roles: Iterable[Role], without: Collection[str] = (), *, answering: bool = False
) -> Role | None:
    """Return a role of which nobody is free.

    Args:
        uow: the unit of work.
        roles: those to check.
        without: ids of people who do not count.
        answering: count only people who answer their proposals.
    """
    for role in roles:
        query = free(role, without) | (_ANSWERS if answering else {})
        if not await uow.aggregate(PEOPLE, _ONE, query):
            return role
    return None
