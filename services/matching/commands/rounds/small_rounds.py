"""Begin small rounds between the coordinator's: for all who wait, with everybody who has capacity."""

from datetime import datetime, timedelta
from typing import Any, Final

from services.matching.commands.people.waiting import look_later
from services.matching.commands.rounds.requests import begin_asking, begin_round
from services.matching.domain.people.person import Person
from services.matching.domain.people.waiting import Why
from services.matching.domain.policy import FallThrough
from services.matching.domain.rounds.claim import Claim
from services.matching.domain.rounds.parts import RoundOptions
from services.matching.domain.rounds.round import OPEN_STATES, Round
from services.matching.queries.free_people import missing_role
from services.matching.queries.programmes import following_now
from services.matching.queries.small_rounds import has_failed_for
from services.matching.queries.terms import current_policy
from services.matching.store import PEOPLE, ROUNDS
from shared.contracts.matching import RoundCause
from shared.messaging import UnitOfWork

MOST_AT_ONCE: Final = 500
"""People one small round is for; the others' timers make the next."""
_TRANSACTION: Final = timedelta(minutes=1)
"""The longest one: somebody may have come free for this time, and still be invisible to others."""


async def look(uow: UnitOfWork, participant_id: str, since: datetime) -> None:
    """Begin a small round, if somebody waits for whom no round has looked since somebody came free.

    Args:
        uow: the unit of work.
        participant_id: who waits, or is a new chance for those who do.
        since: from when on.
    """
    person = await uow.get(PEOPLE, participant_id)
    following = await following_now(uow)
    if person is None or not person.free_places or not following:
        return
    if open_ := await uow.find(ROUNDS, {"state": {"$in": OPEN_STATES}}, limit=1):
        if not open_[0].looks_for(person, since):
            look_later(uow, participant_id, following)
        return
    if not await has_failed_for(uow, person, since) and await _is_wanted(uow, person, since):
        await _begin(uow)


async def _is_wanted(uow: UnitOfWork, person: Person, since: datetime) -> bool:
    """Return whether this person waits, or somebody of the other role does, and nobody has looked since."""
    if person.waiting and person.waiting.since < uow.now and person.waiting.is_untried(since):
        return True
    untried = [{"waiting.tried_at": None}, {"waiting.tried_at": {"$lte": since}}]
    query = {**_waiting_before(uow.now), "profile.role": person.role.other, "$or": untried}
    return any(other.is_waiting for other in await uow.find(PEOPLE, query))


def _waiting_before(before: datetime) -> dict[str, Any]:
    """Return the query for people who have waited since before this moment.

    Those who come free at one moment come in any order.
    """
    return {"waiting.since": {"$lt": before}}


async def _begin(uow: UnitOfWork) -> None:
    """Begin a round for all who wait, those not yet tried first; none where it could find nobody."""
    order = [("waiting.tried_at", 1), ("waiting.since", 1), ("id", 1)]
    people = await uow.find(PEOPLE, _waiting_before(uow.now), sort=order)
    waiting = [person for person in people if person.is_waiting][:MOST_AT_ONCE]
    if await _one_sided(uow, waiting):
        for person in waiting:
            uow.save(PEOPLE, person.tried(uow.now - _TRANSACTION))
        return
    all_new = all(person.waiting and person.waiting.why is Why.NEW for person in waiting)
    options = RoundOptions(people=tuple(sorted(person.id for person in waiting)))
    await begin_round(uow, options, cause=RoundCause.CONTINUOUS if all_new else RoundCause.FALL_THROUGH)


async def _one_sided(uow: UnitOfWork, waiting: list[Person]) -> bool:
    """Return whether all who wait have the same role, and nobody of the other one is free and answers."""
    roles = {person.role for person in waiting}
    others = [role.other for role in roles if role.other not in roles]
    return await missing_role(uow, others, answering=True) is not None


async def go_on(uow: UnitOfWork, round_: Round, claim: Claim | None) -> Round:
    """Go on from a proposed small round: it is approved without the coordinator, where the policy says so.

    Args:
        uow: the unit of work.
        round_: just proposed, whatever its cause.
        claim: of the worker who has it, and goes on.
    """
    if round_.cause is RoundCause.COORDINATOR:
        return round_
    following = (await current_policy(uow)).following
    for person in await _still_waiting(uow, round_):
        uow.save(PEOPLE, person.tried(round_.requested_at))
        if round_.dropped:
            look_later(uow, person.id, following)
    if following.fall_through is not FallThrough.AUTOMATIC or not await following_now(uow):
        return round_
    return uow.save(ROUNDS, (await begin_asking(uow, round_)).changed(claim=claim))


async def _still_waiting(uow: UnitOfWork, round_: Round) -> list[Person]:
    """Return the people for whom the round found nobody."""
    keys = [PEOPLE.document_id(uow.scope, id_) for id_ in round_.options.people or ()]
    return [person for person in await uow.find(PEOPLE, {"_id": {"$in": keys}}) if person.is_waiting]
