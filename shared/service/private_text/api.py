"""A person's private text as a whole, and the master keys for endpoints that write or read it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from shared.encryption import MasterKeys
from shared.kernel import EmployeeId
from shared.service.commands import Run
from shared.service.private_text.keys import erase_text
from shared.service.roles import Operator, Participant

router = APIRouter(tags=["private text"])


async def _master_keys(request: Request) -> MasterKeys:
    keys: MasterKeys = request.app.state.master_keys
    return keys


Keys = Annotated[MasterKeys, Depends(_master_keys)]
"""The master keys of the process."""


@router.delete("/me/private-text", status_code=204, summary="Erase the caller's private text")
async def erase_own_text(caller: Participant, run: Run) -> None:
    """Erase all that the caller has written in confidence here, in all programmes, by destroying its key.

    Nobody can read these texts any more, nor copies of them. Answers without words stay, and so does
    the fact that there was a text. A repetition changes nothing.
    """
    await run.command(caller, None, erase_text, caller.require_employee(), caller.sub)


@router.delete(
    "/ops/employees/{employee_id}/private-text", status_code=204, summary="Erase an employee's private text"
)
async def erase_text_of(employee_id: EmployeeId, caller: Operator, run: Run) -> None:
    """Erase the private text of an employee who cannot do it; the caller is recorded.

    The answer is the same where there is no such text.
    """
    await run.command(caller, None, erase_text, employee_id, caller.sub)
