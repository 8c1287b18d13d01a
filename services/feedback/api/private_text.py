"""A person's private text as a whole."""

from fastapi import APIRouter

from services.feedback.commands import private_text as commands
from shared.kernel import EmployeeId
from shared.service import Operator, Participant, Run

router = APIRouter(tags=["feedback"])


@router.delete("/me/private-text", status_code=204, summary="Erase the caller's private text")
async def erase_own_text(caller: Participant, run: Run) -> None:
    """Erase all that the caller has written in confidence, in all programmes, by destroying its key.

    Nobody can read the comments and the texts of concerns any more, nor copies of them. Answers without words
    stay, and so does the fact that there is a concern. A repetition changes nothing.
    """
    await run.command(caller, None, commands.erase_text, caller.require_employee(), caller.sub)


@router.delete(
    "/ops/employees/{employee_id}/private-text", status_code=204, summary="Erase an employee's private text"
)
async def erase_text(employee_id: EmployeeId, caller: Operator, run: Run) -> None:
    """Do the same for somebody of the caller's organisation who can't do it; it is recorded who did it.

    The answer is the same where there is no such text.
    """
    await run.command(caller, None, commands.erase_text, employee_id, caller.sub)
