"""Naming somebody for a task: the requests, and what the one who names and the person named are shown."""

from datetime import datetime
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.config import JsonDict

from services.enrollment.domain.appointment import Appointment, AppointmentState
from services.enrollment.domain.employee import Employee
from shared.contracts.enrollment import AppointmentEnding

ASKED: Final[JsonDict] = {
    "state": "asked",
    "asked_at": "2026-02-02T09:00:00Z",
    "expires_at": "2026-02-16T09:00:00Z",
}
"""For examples: somebody who has not answered yet."""


class PersonInput(BaseModel):
    """The person to be asked, by mail address or employee id."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"person": "sanna@example.com"}]}
    )

    person: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"\S")
    ]


class AnswerInput(BaseModel):
    """Whether the caller accepts; ``false`` later means that they step down."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"accepts": True}]})

    accepts: bool


class NamedView(BaseModel):
    """The person named last; null where nobody was named."""

    employee_id: str | None
    name: str | None
    state: AppointmentState | None
    ending: AppointmentEnding | None
    asked_at: datetime | None
    expires_at: datetime | None
    """The end of the time to answer."""

    @classmethod
    def of_named(cls, appointment: Appointment | None, person: Employee | None, **more: Any) -> Self:
        """Show who is named to those who name."""
        return cls(
            employee_id=appointment and appointment.employee_id,
            name=person and person.name,
            state=appointment and appointment.state,
            ending=appointment and appointment.ending,
            asked_at=appointment and appointment.asked_at,
            expires_at=appointment and appointment.expires_at,
            **more,
        )


class OwnAppointmentView(BaseModel):
    """A task that the caller is named for."""

    state: AppointmentState
    asked_at: datetime
    expires_at: datetime

    @classmethod
    def of_own(cls, appointment: Appointment, **more: Any) -> Self:
        """Show an appointment to the person named."""
        return cls(
            state=appointment.state,
            asked_at=appointment.asked_at,
            expires_at=appointment.expires_at,
            **more,
        )
