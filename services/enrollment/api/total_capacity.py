"""The number of partners that the caller takes at a time over all programmes."""

from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.commands.total_capacity import state_total_capacity
from services.enrollment.domain.employee import MOST_IN_TOTAL
from services.enrollment.queries.total_capacity import OwnCapacity, get_own_capacity
from shared.contracts.vocabulary import Role
from shared.service import Participant, Read, Run

router = APIRouter(
    tags=["participants"],
    prefix="/me",
    responses={404: {"description": "The organisation does not employ the caller"}},
)

TotalCapacity = Annotated[int, Field(ge=1, le=MOST_IN_TOTAL)]


class TotalCapacityInput(BaseModel):
    """Pairings at a time over all programmes and both roles; null: limited by each programme alone."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"total_capacity": 2}]})

    total_capacity: TotalCapacity | None


class TotalCapacityView(BaseModel):
    """The caller's total capacity, and the capacities that it limits."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"total_capacity": None, "largest": {"mentor": 2, "mentee": 1}}]}
    )

    total_capacity: int | None
    """Pairings at a time over all programmes and both roles; null: none is stated, and ``largest`` holds."""
    largest: dict[Role, int]
    """The largest number given in one programme, for each role of the caller."""

    @classmethod
    def of(cls, own: OwnCapacity) -> Self:
        """Show an employee's numbers."""
        return cls(total_capacity=own.total, largest=dict(own.largest))


@router.get("/total-capacity", summary="The caller's total capacity")
async def get_total_capacity(caller: Participant, read: Read) -> TotalCapacityView:
    """Return how many pairings the caller accepts at a time."""
    return TotalCapacityView.of(await read.read(caller, None, get_own_capacity, caller.require_employee()))


@router.put("/total-capacity", summary="Set the total capacity")
async def put_total_capacity(sent: TotalCapacityInput, caller: Participant, run: Run) -> TotalCapacityView:
    """Set how many pairings the caller accepts at a time; existing pairings continue."""
    own = caller.require_employee()
    await run.command(caller, None, state_total_capacity, own, sent.total_capacity)
    return TotalCapacityView.of(await run.read(caller, None, get_own_capacity, own))
