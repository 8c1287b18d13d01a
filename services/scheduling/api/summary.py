"""The programme's sessions in figures."""

from fastapi import APIRouter

from services.scheduling.api.views import SummaryView
from services.scheduling.queries import summary as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["sessions"])


@router.get("/summary", summary="Sessions in figures")
async def summary(programme_id: Identifier, caller: Coordinator, read: Read) -> SummaryView:
    """Return the counts of the programme's sessions."""
    return SummaryView.of(await read.read(caller, programme_id, queries.summarise, caller.employee_id))
