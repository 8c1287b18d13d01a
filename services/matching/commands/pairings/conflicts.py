"""Review pairings for conflicts of interest, and end those that have one."""

from datetime import timedelta
from typing import Final

from services.matching.commands.pairings.endings import end_pairing
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.people.person import Person
from services.matching.domain.scoring.single_pair import conflict_of
from services.matching.queries.terms import current_terms
from services.matching.store import PAIRINGS, PEOPLE, PROGRAMMES
from shared.contracts.matching import ConflictReviewDue, PairingEndReason
from shared.messaging import UnitOfWork

FACTS_SETTLE: Final = timedelta(hours=1)
"""After a reorganisation the facts come person by person, and in between two may seem to have a conflict."""


async def schedule_reviews(uow: UnitOfWork, person: Person) -> None:
    """Have the pairings reviewed that a person's new facts make a conflict of interest, as it seems."""
    for pairing_id in person.active_pairings:
        pairing = await uow.require(PAIRINGS, pairing_id)
        if await _conflict(uow, pairing):
            uow.schedule(ConflictReviewDue(pairing_id=pairing_id), uow.now + FACTS_SETTLE)


async def review(uow: UnitOfWork, pairing_id: str) -> None:
    """End a pairing that is a conflict of interest, with a neutral reason; an ended one stays as it is."""
    pairing = await uow.require(PAIRINGS, pairing_id)
    if pairing.state is PairingState.ENDED:
        return
    rule = await _conflict(uow, pairing)
    if rule:
        await end_for_conflict(uow, pairing, rule)


async def end_for_conflict(uow: UnitOfWork, pairing: Pairing, rule: str) -> None:
    """End a pairing and keep by which rule, for the coordinator; the event doesn't say."""
    uow.save(PAIRINGS, pairing.changed(conflict=rule))
    await end_pairing(uow, pairing.id, PairingEndReason.CONFLICT)


async def _conflict(uow: UnitOfWork, pairing: Pairing) -> str | None:
    """Return the rule by which the two have a conflict of interest now, if any."""
    if await uow.get(PROGRAMMES, uow.scope.programme) is None:
        return None
    mentor = await uow.require(PEOPLE, pairing.mentor_id)
    mentee = await uow.require(PEOPLE, pairing.mentee_id)
    return conflict_of(mentor, mentee, await current_terms(uow, pairing.id))
