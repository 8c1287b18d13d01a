"""The programme in figures."""

from fastapi import APIRouter

from services.feedback.domain.summary import Summary
from services.feedback.queries import summary as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


@router.get("/summary", summary="Programme in figures")
async def summary(programme_id: Identifier, caller: Coordinator, read: Read) -> Summary:
    """Return check-ins, health and objectives; figures about answers are those of the last release."""
    return await read.read(caller, programme_id, queries.summary, caller.employee_id)
