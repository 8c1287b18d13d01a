"""An executive's own ledger."""

from pydantic import BaseModel

from services.feedback.domain.action import Action, change_owner
from services.feedback.queries.latest import find_latest
from services.feedback.store import ACTIONS
from shared.encryption import MasterKeys
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, text_reader


class ReadAction(BaseModel):
    """An entry with its text; None where it is erased."""

    action: Action
    text: str | None


async def list_own_actions(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, page: PageRequest
) -> Found[ReadAction]:
    """Return the caller's own entries, latest first."""
    actions, total = await find_latest(uow, ACTIONS, {"employee_id": employee_id}, page, by="recorded_at")
    reader = await text_reader(uow, master_keys, [employee_id])
    read = [
        ReadAction(
            action=action,
            text=reader.read(action.change_text, employee_id, change_owner(uow.scope, action.id)),
        )
        for action in actions
    ]
    return read, total
