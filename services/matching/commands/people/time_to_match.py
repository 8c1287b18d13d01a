"""Watch the time to match: a timer for everybody ready, until their first pairing."""

from datetime import timedelta
from typing import Final

from services.matching.domain.people.person import Person
from services.matching.queries.terms import current_policy
from services.matching.store import PEOPLE, PROGRAMMES
from shared.contracts.matching import MatchOverdue, MatchTargetDue
from shared.messaging import UnitOfWork

NEXT_BEST: Final = timedelta(hours=1)
"""The time in which the next best is sought when a proposal fails after the target."""


async def watch(uow: UnitOfWork, person: Person) -> None:
    """Set the timer of somebody who got ready; setting it again moves it."""
    level = (await current_policy(uow)).service_level
    uow.schedule(MatchTargetDue(participant_id=person.id), person.ready_at + level.target)


def stop_watching(uow: UnitOfWork, person: Person) -> None:
    """Cancel the timer of somebody who is paired, or has left."""
    uow.cancel(MatchTargetDue(participant_id=person.id))


async def watch_again(uow: UnitOfWork, person: Person) -> None:
    """Check a person again whose timer met an open proposal that has come to nothing since."""
    if not person.awaits_first or person.overdue or person.is_asked:
        return
    level = (await current_policy(uow)).service_level
    if person.ready_at + level.target <= uow.now:
        uow.schedule(MatchTargetDue(participant_id=person.id), uow.now + NEXT_BEST)


async def review(uow: UnitOfWork, participant_id: str) -> None:
    """Tell that somebody waits longer than the target, once; who is asked may be paired yet."""
    person = await uow.require(PEOPLE, participant_id)
    if not person.awaits_first or person.overdue or person.is_asked:
        return
    if not (await uow.require(PROGRAMMES, uow.scope.programme)).matches:
        return
    level = (await current_policy(uow)).service_level
    if person.ready_at + level.target > uow.now:  # the target was raised meanwhile
        await watch(uow, person)
        return
    overdue = MatchOverdue(
        participant_id=person.id, role=person.role, ready_at=person.ready_at, target_days=level.days
    )
    uow.save(PEOPLE, person.fell_overdue(), overdue)
