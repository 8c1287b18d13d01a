"""Responses of feedback: the check-ins and pulse surveys of the caller, and their changes."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from services.console.clients.own_questions import OwnOption
from services.console.clients.response import Response
from shared.schema.visibility import Visibility


class AskedItem(Response):
    """A question with the lowest and the highest answer; the programme's own have texts."""

    question: str
    lowest: int
    highest: int
    texts: dict[str, str] = Field(default_factory=dict)
    options: tuple[OwnOption, ...] = ()


class OwnCheckIn(Response):
    """A check-in of the caller, with what they alone see again."""

    shown_to: ClassVar = Visibility.SELF

    check_in_id: str
    session_id: str
    pairing_id: str
    role: str
    session_number: int
    session_ended_at: datetime
    due_at: datetime
    state: str
    outlook: str | None = None
    comment: str | None = None
    own_questions: tuple[AskedItem, ...] = ()


class OwnCheckIns(Response):
    """A page of the caller's check-ins, the latest first."""

    items: list[OwnCheckIn]


class OwnPulse(Response):
    """A pulse survey of the caller."""

    shown_to: ClassVar = Visibility.SELF

    pulse_id: str
    questionnaire: str
    questions: list[AskedItem]
    due_at: datetime
    state: str
    answers_so_far: dict[str, int | None]


class OwnPulses(Response):
    """A page of the caller's pulse surveys, the latest first."""

    items: list[OwnPulse]


class OpenCheckIn(Response):
    """A check-in that waits for the caller."""

    check_in_id: str
    session_ended_at: datetime
    due_at: datetime


class OpenPulse(Response):
    """A pulse survey that waits for the caller."""

    pulse_id: str
    due_at: datetime


class OpenAlert(Response):
    """A concern that waits for the caller as a sponsor."""

    acknowledge_by: datetime | None


class OpenQuestions(Response):
    """All questions that wait for the caller."""

    check_ins: list[OpenCheckIn]
    pulses: list[OpenPulse]
    alerts: list[OpenAlert]


class OwnAction(Response):
    """A change in the caller's ledger; its text is None once they have erased it."""

    shown_to: ClassVar = Visibility.SELF

    action_id: str
    change_kind: str
    changed_on: date
    text: str | None


class OwnActions(Response):
    """A page of the caller's changes, the latest first."""

    items: list[OwnAction]
