"""Keep apart those who are or were a pairing in another programme of the organisation."""

from services.matching.commands.pairings.do_not_match import add_do_not_match
from services.matching.commands.pairings.keep_apart import keep_apart
from services.matching.domain.eligibility.rules.do_not_match import RULE
from services.matching.domain.pairs.do_not_match import DoNotMatchCause
from services.matching.domain.people.person import Person, as_pair
from services.matching.queries.participations import commitments_of, common_programmes
from services.matching.store import (
    PAIRINGS,
    PAIRINGS_OF_ALL_PROGRAMMES,
    PEOPLE,
    PROGRAMMES,
)
from shared.messaging import UnitOfWork


async def keep_apart_from_earlier_partners(uow: UnitOfWork, person: Person) -> None:
    """Don't match somebody who joins with a partner of another programme who is here, too.

    A coordinator can lift it, as any other entry: where both ask for it, say.
    """
    causes = await _partners_elsewhere(uow, person)
    query = {"profile.employee_id": {"$in": sorted(causes)}, "profile.role": person.role.other}
    for partner in await uow.find(PEOPLE, query) if causes else []:
        await add_do_not_match(uow, *as_pair(person, partner), causes[partner.profile.employee_id])


async def _partners_elsewhere(uow: UnitOfWork, person: Person) -> dict[str, DoNotMatchCause]:
    """Return those whom this one is or was paired with in another programme, in whichever roles."""
    own = person.profile.employee_id
    if not (await commitments_of(uow, own)).besides(person.id):
        return {}
    programme = await uow.get(PROGRAMMES, uow.scope.programme)
    earlier = programme.earlier if programme else ()
    either = {"$or": [{"mentor_employee_id": own}, {"mentee_employee_id": own}]}
    others = {"programme": {"$ne": uow.scope.programme}}
    causes: dict[str, DoNotMatchCause] = {}
    for pairing in await uow.find(PAIRINGS_OF_ALL_PROGRAMMES, {**others, **either}):
        uow.save(PAIRINGS, pairing)  # if both join at the same moment, one of them sees the other
        cause = DoNotMatchCause.EARLIER if pairing.programme in earlier else DoNotMatchCause.ELSEWHERE
        for partner in {pairing.mentor_employee_id, pairing.mentee_employee_id} - {own}:
            if causes.get(partner) is not DoNotMatchCause.EARLIER:
                causes[partner] = cause
    return causes


async def keep_apart_elsewhere(uow: UnitOfWork, one: Person, other: Person) -> None:
    """Don't match two who are partners now in other programmes, too; what is open there falls away."""
    for scope, first, second in await common_programmes(
        uow, one.profile.employee_id, other.profile.employee_id
    ):
        if scope.programme == uow.scope.programme or first.role is second.role:
            continue
        with uow.within(scope):
            pair = as_pair(first, second)
            await add_do_not_match(uow, *pair, DoNotMatchCause.ELSEWHERE)
            await keep_apart(uow, frozenset({pair}), RULE.name)
