"""Messages to people who are named for a task, whichever it is: asked, and reminded once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from services.notification.commands.planning import plan, take_back
from services.notification.domain.delivery import Reader, remind_at
from services.notification.domain.kinds import Kind
from shared.contracts.enrollment import AppointmentEnding
from shared.messaging import Event, UnitOfWork

BY_OTHERS: Final = {AppointmentEnding.REVOKED, AppointmentEnding.OVER, AppointmentEnding.UNSUITABLE}
"""The endings that the person named did not bring about."""
MISSING: Final = {
    AppointmentEnding.DECLINED,
    AppointmentEnding.STEPPED_DOWN,
    AppointmentEnding.EXPIRED,
    AppointmentEnding.UNSUITABLE,
    AppointmentEnding.LEFT,
}
"""The endings after which another is to be named."""


async def ask(
    uow: UnitOfWork, event: Event[Any], asked: Kind, reminder: Kind, naming: str, whom: Mapping[str, str]
) -> None:
    """Ask the person named, and remind them a day before the request expires."""
    expires_at: datetime | None = event.data.expires_at
    times = {"deadline": expires_at, "expires_at": expires_at}
    await plan(uow, asked, naming, Reader.EMPLOYEE, due_at=event.time, **times, **whom)
    if expires_at:
        due_at = remind_at(event.time, expires_at)
        await plan(uow, reminder, naming, Reader.EMPLOYEE, due_at=due_at, **times, **whom)


async def ask_no_more(uow: UnitOfWork, asked: Kind, reminder: Kind, naming: str) -> None:
    """Take back what was not sent yet: the person named has answered, or it is over."""
    await take_back(uow, naming, [Reader.EMPLOYEE], asked, reminder)
