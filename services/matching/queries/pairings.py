"""Pairings, for their participants and the coordinator."""

from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.queries.access import is_own, may_coordinate, own_pairs
from services.matching.queries.pages import find_programme_page
from services.matching.queries.relations import relations_of
from services.matching.store import PAIRINGS
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Found, PageRequest


async def list_pairings(
    uow: UnitOfWork, employee_id: str | None, state: PairingState | None, page: PageRequest
) -> Found[Pairing]:
    """Pairings, of one state if asked."""
    relations = await relations_of(uow, employee_id)
    asked = {"state": state} if state else {}
    return await find_programme_page(uow, PAIRINGS, {**asked, **relations.of_pairs()}, page)


async def list_own_pairings(uow: UnitOfWork, caller: Caller, page: PageRequest) -> Found[Pairing]:
    """The caller's pairings."""
    return await find_programme_page(uow, PAIRINGS, own_pairs(caller), page)


async def get_pairing(uow: UnitOfWork, caller: Caller, pairing_id: str) -> Pairing:
    """A participant's own pairing, or one of others for their coordinator; else NotFound."""
    pairing = await uow.require(PAIRINGS, pairing_id)
    if is_own(pairing, caller) or await may_coordinate(uow, pairing, caller):
        return pairing
    raise NotFound(f"no such pairing: {pairing_id}")
