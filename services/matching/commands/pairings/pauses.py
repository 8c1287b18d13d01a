"""Pause and resume pairings."""

from datetime import date, datetime

from services.matching.domain.pairs.pairing import Pairing
from services.matching.domain.pairs.pause import next_end
from services.matching.queries.access import is_own
from services.matching.queries.pairings import get_pairing
from services.matching.store import PAIRINGS
from shared.contracts.matching import MatchingEvent, PairingResumptionDue
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller


async def pause_pairing(uow: UnitOfWork, caller: Caller, pairing_id: str, until: date | None) -> Pairing:
    """Pause a pairing, for one of the two or as its coordinator; nobody learns who asked.

    Raises:
        NotFound: there is no such pairing that the caller may pause.
        Conflict: it has ended.
        RuleBroken: the pause does not end in the future, or only after more than a year.
    """
    pairing = await get_pairing(uow, caller, pairing_id)
    return _save(uow, pairing, *pairing.pause(_side_of(pairing, caller), until, now=uow.now))


async def resume_pairing(uow: UnitOfWork, caller: Caller, pairing_id: str) -> Pairing:
    """End the pause that the caller has asked for, or the one of the coordinators for one of them.

    Raises:
        NotFound: there is no such pairing that the caller may resume.
        Conflict: others have asked for the pause.
    """
    pairing = await get_pairing(uow, caller, pairing_id)
    return _save(uow, pairing, *pairing.resume(_side_of(pairing, caller)))


async def end_pauses(uow: UnitOfWork, pairing_id: str, now: datetime) -> None:
    """End the pauses of a pairing whose day has come."""
    pairing = await uow.require(PAIRINGS, pairing_id)
    _save(uow, pairing, *pairing.end_pauses(now=now))


def stop_timer(uow: UnitOfWork, pairing: Pairing) -> None:
    """Cancel the timer of a pairing that ends, if it has one."""
    if next_end(pairing.pauses):
        uow.cancel(PairingResumptionDue(pairing_id=pairing.id))


def _side_of(pairing: Pairing, caller: Caller) -> Role | None:
    return pairing.role_of(caller.employee_id) if is_own(pairing, caller) else None


def _save(uow: UnitOfWork, before: Pairing, after: Pairing, events: list[MatchingEvent]) -> Pairing:
    if after == before:
        return before
    due_at = next_end(after.pauses)
    if due_at:
        uow.schedule(PairingResumptionDue(pairing_id=after.id), due_at)
    else:
        stop_timer(uow, before)
    return uow.save(PAIRINGS, after, *events)
