"""The programme in figures."""

from fastapi import APIRouter

from services.feedback.domain.summary import Summary
from services.feedback.queries import summary as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


@router.get("/summary", summary="The programme in figures")
async def summary(programme_id: Identifier, caller: Coordinator, read: Read) -> Summary:
    """Show check-ins, health and objectives; what people answered is as of the last release of figures."""
    return await read.read(caller, programme_id, queries.summary, caller.employee_id)
