"""One import of an organisation at a time, over all replicas."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from services.enrollment.domain.hr_import import TURN, ImportTurn, InProgress
from services.enrollment.store import TURNS
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.runtime.logging import get_logger
from shared.service import Runner

log = get_logger(__name__)

LEASE: Final = timedelta(seconds=15)
"""A turn whose owner is gone is free after this."""
PATIENCE_SECONDS: Final = 20.0
"""A second import waits this long: more than a lease, so that a file sent again after a crash succeeds."""
_RETRY_SECONDS: Final = 0.25


@asynccontextmanager
async def turn(run: Runner, caller: Caller) -> AsyncIterator[None]:
    """Hold the organisation's turn to import until the block ends; wait for it for a limited time.

    Raises:
        InProgress: another import of the organisation goes on.
    """
    owner = uuid.uuid4().hex
    await _wait(run, caller, owner)
    renewing = asyncio.create_task(_renew(run, caller, owner))
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewing
        try:
            await run.command(caller, None, end_turn, owner)
        except Exception as error:  # noqa: BLE001 (its lease runs out)
            log.warning("could not release the import turn", error=type(error).__name__)


async def _wait(run: Runner, caller: Caller, owner: str) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while True:
        try:
            await run.command(caller, None, take_turn, owner, datetime.now(UTC))
        except InProgress:
            if loop.time() > deadline:
                raise
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            return


async def _renew(run: Runner, caller: Caller, owner: str) -> None:
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        try:
            await run.command(caller, None, take_turn, owner, datetime.now(UTC))
        except Exception as error:  # noqa: BLE001 (tried again soon; chunks are whole transactions in any case)
            log.warning("could not renew the import turn", error=type(error).__name__)


async def take_turn(uow: UnitOfWork, owner: str, at: datetime) -> None:
    """Take or renew the organisation's turn to import.

    Args:
        uow: the unit of work.
        owner: the import.
        at: the machine's time; the domain's clock may be stopped.

    Raises:
        InProgress: another import has it.
    """
    held = await uow.get(TURNS, TURN)
    if held and held.held_against(owner, at):
        raise InProgress("an import of this organisation is in progress", code="import-in-progress")
    uow.save(TURNS, ImportTurn(id=TURN, tenant=uow.scope.tenant, owner=owner, until=at + LEASE))


async def end_turn(uow: UnitOfWork, owner: str) -> None:
    """Give the turn back, unless somebody else has it by now."""
    held = await uow.get(TURNS, TURN)
    if held and held.owner == owner:
        uow.delete(TURNS, held)
