"""The views of the API: each audience has its own, so that nothing private is shown by mistake."""

from datetime import datetime
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from services.feedback.api.asked_items import AskedItem
from services.feedback.domain.check_in import (
    Answer,
    CheckIn,
    CheckInState,
    CheckInWindow,
    Comment,
    Outlook,
)
from services.feedback.queries.check_ins import ReadCheckIn
from services.feedback.queries.pairings import Assessed
from shared.contracts.feedback import Health, HealthReason
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.schema.visibility import Visibility

_PAIRING: Final = "77aa1c3e5b7d4f90a1b2c3d4e5f60718"
_MENTOR: Final = "c0de8a6b4c2d4e0f91a3b5c7d9e1f203"
_FACTS: Final[dict[str, JsonValue]] = {
    "check_in_id": "5f0c2b7d9e314a86b0c1d2e3f4a5b6c7",
    "session_id": "9b1d4e6f8a2c4057913b5d7f80a2c4e6",
    "pairing_id": _PAIRING,
    "participant_id": _MENTOR,
    "role": "mentor",
    "region": "emea",
    "requested_at": "2026-02-03T10:00:00Z",
    "due_at": "2026-02-10T10:00:00Z",
}
_ANSWER: Final[dict[str, JsonValue]] = {
    "session_number": 1,
    "session_ended_at": "2026-02-03T10:00:00Z",
    "state": "answered",
    "answered_at": "2026-02-04T08:30:00Z",
    "rating": 4,
    "outlook": "go-on",
    "comment": "Try the tool.",
    "own_answers": {"ease": 4},
    "own_questions": [
        {"question": "ease", "lowest": 1, "highest": 5, "texts": {"en": "How easy was it?"}, "options": []}
    ],
}
_HEALTH: Final[dict[str, JsonValue]] = {
    "pairing_id": _PAIRING,
    "mentor_id": _MENTOR,
    "mentee_id": "beef9d7c5b3a41f08e6d4c2b1a0f9e8d",
    "health": "needs-attention",
    "reasons": ["idle"],
    "sessions_held": 1,
    "last_held_at": "2026-02-03T10:00:00Z",
    "idle_days": 46,
}


class AnswerWithComment(Answer):
    """An answer to a check-in, and a private note of its author that nobody else can read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"rating": 4, "comment": "Try the tool."}]})

    comment: Comment | None = None

    @property
    def answer(self) -> Answer:
        """The answer alone."""
        return Answer(**self.model_dump(exclude={"comment"}))


class AskedView(BaseModel):
    """The facts of a check-in that are set when it is asked, and never change."""

    check_in_id: Identifier
    session_id: Identifier
    pairing_id: Identifier
    participant_id: Identifier
    role: Role
    region: Identifier
    requested_at: datetime
    due_at: datetime


class CheckInFactsView(AskedView):
    """A check-in as a coordinator sees it: its deadline, but not whether it was answered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_FACTS, "window": "open"}]})

    window: CheckInWindow

    @classmethod
    def of(cls, check_in: CheckIn, now: datetime) -> Self:
        """Return the view of a check-in at an instant."""
        return cls(**_asked(check_in), window=check_in.window(now))


class OwnCheckInView(AskedView):
    """A check-in as its author sees it, with the answer and the private comment."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_FACTS, **_ANSWER}]})

    shown_to: ClassVar = Visibility.SELF

    state: CheckInState
    session_number: int
    session_ended_at: datetime
    answered_at: datetime | None
    rating: int | None = None
    outlook: Outlook | None = None
    own_answers: dict[str, int] = {}
    comment: str | None = None
    own_questions: list[AskedItem] = []

    @classmethod
    def of_read(cls, read: ReadCheckIn) -> Self:
        """Return the view of a check-in for its author."""
        check_in = read.check_in
        answer = check_in.answer.model_dump() if check_in.answer else {}
        own = check_in.model_dump(include={"state", "session_number", "session_ended_at", "answered_at"})
        questions = [AskedItem.of(asked, read.written) for asked in check_in.own]
        return cls(**_asked(check_in), **own, **answer, comment=read.comment, own_questions=questions)


def _asked(check_in: CheckIn) -> dict[str, Any]:
    return {"check_in_id": check_in.id, **check_in.model_dump(include=set(AskedView.model_fields))}


class HealthView(BaseModel):
    """The current health of a pairing; the reasons are facts of its sessions."""

    model_config = ConfigDict(json_schema_extra={"examples": [_HEALTH]})

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    health: Health
    reasons: tuple[HealthReason, ...]
    sessions_held: int
    last_held_at: datetime | None
    idle_days: int | None

    @classmethod
    def of(cls, assessed: Assessed, now: datetime) -> Self:
        """Return the view of a pairing at an instant."""
        record = assessed.record
        since = record.not_met_since
        return cls(
            pairing_id=record.id,
            mentor_id=record.mentor_id,
            mentee_id=record.mentee_id,
            health=assessed.assessment.health,
            reasons=assessed.assessment.reasons,
            sessions_held=len(record.held),
            last_held_at=record.last_held_at,
            idle_days=max((now - since).days, 0) if since else None,
        )


class ContactView(BaseModel):
    """The time of the executive's first contact."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"pairing_id": _PAIRING, "contacted_at": "2026-01-12T09:30:00Z"}]}
    )

    pairing_id: Identifier
    contacted_at: datetime | None
