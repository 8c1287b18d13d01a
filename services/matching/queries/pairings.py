"""Pairings, for their participants and the coordinator."""

from collections.abc import Iterable

from services.matching.domain.pairs.pairing import Pairing, PairingState, reason_owner
from services.matching.queries.access import is_own, may_coordinate, own_pairs
from services.matching.queries.pages import find_programme_page
from services.matching.queries.relations import relations_of
from services.matching.store import PAIRINGS
from shared.encryption import MasterKeys
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Found, PageRequest, text_reader


async def list_pairings(
    uow: UnitOfWork, employee_id: str | None, state: PairingState | None, page: PageRequest
) -> Found[Pairing]:
    """Pairings, of one state if asked."""
    relations = await relations_of(uow, employee_id)
    asked = {"state": state} if state else {}
    return await find_programme_page(uow, PAIRINGS, {**asked, **relations.of_pairs()}, page)


async def list_own_pairings(uow: UnitOfWork, caller: Caller, page: PageRequest) -> Found[Pairing]:
    """Return the caller's pairings."""
    return await find_programme_page(uow, PAIRINGS, own_pairs(caller), page)


async def get_pairing(uow: UnitOfWork, caller: Caller, pairing_id: str) -> Pairing:
    """Return a participant's own pairing, or one of others for their coordinator; else NotFound."""
    pairing = await uow.require(PAIRINGS, pairing_id)
    if is_own(pairing, caller) or await may_coordinate(uow, pairing, caller):
        return pairing
    raise NotFound(f"no such pairing: {pairing_id}")


async def read_reasons(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str | None, pairings: Iterable[Pairing]
) -> dict[str, str]:
    """Return the private reasons for leaving by pairing, those of the employee alone."""
    sealed = [(each, text) for each in pairings if (text := each.reason_of(employee_id))]
    if employee_id is None or not sealed:
        return {}
    reader = await text_reader(uow, master_keys, [employee_id])
    texts = {
        each.id: reader.read(text, employee_id, reason_owner(each.scope, each.id)) for each, text in sealed
    }
    return {id_: text for id_, text in texts.items() if text is not None}
