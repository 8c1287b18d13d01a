"""Complete pairings after the length that the programme's rules give them."""

from datetime import datetime, timedelta

from services.matching.commands.pairings.endings import end_pairing
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.people.programme import Programme
from services.matching.store import PAIRINGS, PROGRAMMES
from shared.contracts.matching import PairingEndReason, PairingLengthDue
from shared.messaging import UnitOfWork


async def set_length_timer(uow: UnitOfWork, pairing: Pairing) -> None:
    """Have a pairing that begins completed after its length, if the rules give it one."""
    _set_timer(uow, pairing, await uow.require(PROGRAMMES, uow.scope.programme))


async def complete_due(uow: UnitOfWork, pairing_id: str, at: datetime) -> None:
    """Complete a pairing whose time is over; by rules that have changed since, later or not at all."""
    pairing = await uow.require(PAIRINGS, pairing_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    ends_at = _ends_at(pairing, programme)
    if pairing.state is not PairingState.ACTIVE or ends_at is None:
        return
    if ends_at > at:
        _set_timer(uow, pairing, programme)
    else:
        await end_pairing(uow, pairing_id, PairingEndReason.COMPLETED)


def _set_timer(uow: UnitOfWork, pairing: Pairing, programme: Programme) -> None:
    if ends_at := _ends_at(pairing, programme):
        uow.schedule(PairingLengthDue(pairing_id=pairing.id), ends_at)


def _ends_at(pairing: Pairing, programme: Programme) -> datetime | None:
    weeks = programme.rules.pairing_weeks
    return pairing.activated_at + timedelta(weeks=weeks) if weeks else None
