"""An organisation imports one file at a time."""

from datetime import datetime, timedelta
from typing import Final

from services.enrollment.domain.hr_import import TURN, ImportTurn, InProgress
from services.enrollment.store import TURNS
from shared.messaging.unit_of_work import UnitOfWork

LEASE: Final = timedelta(seconds=15)
"""A turn whose owner is gone is free after this."""


async def take_turn(uow: UnitOfWork, owner: str, at: datetime) -> None:
    """Take or renew the organisation's turn to import.

    Args:
        uow: the unit of work.
        owner: the import.
        at: the machine's time; the domain's clock may stand still.

    Raises:
        InProgress: another import has it.
    """
    held = await uow.get(TURNS, TURN)
    if held and held.held_against(owner, at):
        raise InProgress("an import of this organisation is in progress")
    uow.save(TURNS, ImportTurn(id=TURN, tenant=uow.scope.tenant, owner=owner, until=at + LEASE))


async def end_turn(uow: UnitOfWork, owner: str) -> None:
    """Give the turn back, unless somebody else has it by now."""
    held = await uow.get(TURNS, TURN)
    if held and held.owner == owner:
        uow.delete(TURNS, held)
