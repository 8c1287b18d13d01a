"""In which language and on which clock the caller reads."""

from typing import Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.domain.employee import Employee
from services.enrollment.queries import employees as queries
from shared.service import CoordinatorOrParticipant, Read

router = APIRouter(tags=["employees"])

READER: Final[JsonDict] = {"languages": ["de", "en"], "time_zone": "Europe/Berlin"}


class ReaderView(BaseModel):
    """The settings by which pages and messages to a person are made."""

    model_config = ConfigDict(json_schema_extra={"examples": [READER]})

    languages: list[str]
    """The best spoken first."""
    time_zone: str

    @classmethod
    def of(cls, employee: Employee) -> Self:
        """Show an employee's languages and time zone."""
        return cls(languages=employee.spoken, time_zone=employee.time_zone)


@router.get(
    "/me",
    summary="The caller's languages and time zone",
    responses={404: {"description": "The organisation does not employ the caller"}},
)
async def get_reader(caller: CoordinatorOrParticipant, read: Read) -> ReaderView:
    """Return the caller's languages and time zone, as HR records them."""
    return ReaderView.of(await read.read(caller, None, queries.get_own, caller.require_employee()))
