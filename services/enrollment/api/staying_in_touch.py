"""Staying in touch after a completed pairing."""

from datetime import datetime
from typing import Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import staying_in_touch as commands
from services.enrollment.queries import staying_in_touch as queries
from services.enrollment.queries.staying_in_touch import Farewell
from shared.kernel import Identifier
from shared.service import Participant, Read, Run

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")


class FarewellView(BaseModel):
    """A completed pairing of the caller.

    ``agrees`` is the caller's own answer. Nothing shows that the partner has answered before
    both have said yes: then ``in_touch`` is true, and ``email`` is the partner's.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "pairing_id": "0a9b8c7d6e5f40312233445566778899",
                    "partner": "Edda Example",
                    "completed_at": "2026-07-01T12:00:00Z",
                    "asked_until": "2026-07-31T12:00:00Z",
                    "agrees": True,
                    "in_touch": False,
                    "email": None,
                }
            ]
        }
    )

    pairing_id: str
    partner: str
    completed_at: datetime | None
    asked_until: datetime | None
    agrees: bool | None
    in_touch: bool
    email: str | None

    @classmethod
    def of(cls, farewell: Farewell) -> Self:
        """Show a completed pairing to one of the two."""
        introduction, employee = farewell.introduction, farewell.partner.employee
        return cls(
            pairing_id=introduction.id,
            partner=employee.name,
            completed_at=introduction.completed_at,
            asked_until=introduction.asked_until,
            agrees=introduction.agrees(farewell.role),
            in_touch=introduction.in_touch,
            email=employee.email if introduction.in_touch else None,
        )


class FarewellsView(BaseModel):
    """The completed pairings in which the caller can answer, or stays in touch."""

    items: list[FarewellView]


class ContactInput(BaseModel):
    """Whether the caller wants to stay in touch."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"stay_in_touch": True}]})

    stay_in_touch: bool


@router.get("/me/farewells", summary="The caller's completed pairings")
async def list_farewells(programme_id: ProgrammeId, caller: Participant, read: Read) -> FarewellsView:
    """Return the completed pairings the caller can answer about, and those who stay in touch."""
    own = await read.read(caller, programme_id, queries.list_farewells, caller.require_employee())
    return FarewellsView(items=[FarewellView.of(each) for each in own])


@router.post("/pairings/{pairing_id}/contact", status_code=204, summary="Stay in touch, or not")
async def answer(
    programme_id: ProgrammeId, pairing_id: Identifier, wish: ContactInput, caller: Participant, run: Run
) -> Response:
    """State whether to stay in touch with the partner of a completed pairing; either can withdraw it.

    Once both have said yes, both get a message with name and address. A single answer is shown to nobody.
    """
    await run.command(
        caller,
        programme_id,
        commands.answer,
        pairing_id,
        caller.require_employee(),
        agrees=wish.stay_in_touch,
    )
    return Response(status_code=204)
