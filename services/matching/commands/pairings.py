"""Ending pairings."""

from services.matching.commands.partings import part
from services.matching.domain.pairing import Pairing
from services.matching.domain.parting import PartedBy
from services.matching.store import PAIRINGS, PEOPLE
from shared.contracts.matching import PairingEndReason
from shared.kernel import NotFound
from shared.messaging.unit_of_work import UnitOfWork


async def leave_pairing(
    uow: UnitOfWork, pairing_id: str, employee_id: str | None, private_reason: str | None
) -> Pairing:
    """Leave an own pairing, at any time and without giving a reason to anybody.

    Raises:
        NotFound: no such pairing, or none of this employee's.
    """
    pairing = await uow.require(PAIRINGS, pairing_id)
    if pairing.role_of(employee_id) is None:
        raise NotFound(f"no such pairing: {pairing_id}")
    return await end_pairing(uow, pairing_id, PairingEndReason.NO_FAULT_EXIT, private_reason)


async def end_pairing(
    uow: UnitOfWork, pairing_id: str, reason: PairingEndReason, private_reason: str | None = None
) -> Pairing:
    """End a pairing and free both places; the two are not matched again. An ended one stays as it is.

    Raises:
        NotFound: no such pairing.
    """
    pairing = await uow.require(PAIRINGS, pairing_id)
    ended, events = pairing.end(reason, uow.now, private_reason=private_reason)
    if not events:
        return pairing
    both = (pairing.mentor_id, pairing.mentee_id)
    for own, partner in (both, both[::-1]):
        person = await uow.require(PEOPLE, own)
        uow.save(PEOPLE, person.unpaired(pairing.id, partner))
    await part(uow, *both, PartedBy.ENDED)
    return uow.save(PAIRINGS, ended, *events)
