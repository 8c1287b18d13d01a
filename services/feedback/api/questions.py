"""The questions that wait for the caller, in one answer for the page they begin with."""

from datetime import datetime
from typing import ClassVar

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.feedback.queries import questions as queries
from shared.kernel import Identifier
from shared.schema.visibility import Visibility
from shared.service import Participant, Read

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


class OpenCheckIn(BaseModel):
    """A check-in that waits."""

    check_in_id: Identifier
    session_ended_at: datetime
    due_at: datetime


class OpenPulse(BaseModel):
    """A pulse survey that waits."""

    pulse_id: Identifier
    due_at: datetime


class OpenAlert(BaseModel):
    """A concern that waits for the caller as a sponsor; its own endpoint tells more."""

    acknowledge_by: datetime | None


class OpenQuestions(BaseModel):
    """The check-ins, pulse surveys and requests to a sponsor that wait for the caller, first due first."""

    shown_to: ClassVar = Visibility.SELF

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "check_ins": [
                        {
                            "check_in_id": "5f0c2b7d9e314a86b0c1d2e3f4a5b6c7",
                            "session_ended_at": "2026-02-03T10:00:00Z",
                            "due_at": "2026-02-10T10:00:00Z",
                        }
                    ],
                    "pulses": [
                        {"pulse_id": "4d3b1f0e7c2a4e5f8a9b0c1d2e3f4051", "due_at": "2026-03-16T10:00:00Z"}
                    ],
                    "alerts": [{"acknowledge_by": "2026-02-08T09:10:00Z"}],
                }
            ]
        }
    )

    check_ins: list[OpenCheckIn]
    pulses: list[OpenPulse]
    alerts: list[OpenAlert]


@router.get("/me/questions", summary="List the caller's open questions")
async def list_open_questions(programme_id: Identifier, caller: Participant, read: Read) -> OpenQuestions:
    """List the caller's check-ins and pulse surveys that can still be answered, and requests to a sponsor."""
    waiting = await read.read(caller, programme_id, queries.open_questions, caller.require_employee())
    return OpenQuestions(
        check_ins=[
            OpenCheckIn(check_in_id=each.id, session_ended_at=each.session_ended_at, due_at=each.due_at)
            for each in waiting.check_ins
        ],
        pulses=[OpenPulse(pulse_id=each.id, due_at=each.due_at) for each in waiting.pulses],
        alerts=[OpenAlert(acknowledge_by=each.acknowledge_by) for each in waiting.alerts],
    )
