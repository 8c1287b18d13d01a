"""Concerns, and the notices that they cause."""

from enum import StrEnum
from typing import Annotated

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.vocabulary import EmployeeId, Identifier, Moment, Open, Role
from shared.schema import Personal


class Notice(StrEnum):
    """The reason for a notice; the mail says nothing more."""

    CONCERN_ASSIGNED = "concern-assigned"
    """A concern is assigned to them."""
    CONCERN_DUE = "concern-due"
    """The concern that is assigned to them is to be acknowledged soon."""
    ANSWER_WAITS = "answer-waits"
    """There is an answer for them."""
    ALERT = "alert"
    """A concern is brought to a sponsor."""
    ALERT_DUE = "alert-due"
    """An alert of a sponsor is to be acknowledged soon."""
    ALERT_ANSWERED = "alert-answered"
    """There is an answer for a sponsor."""
    COORDINATORS_WANTED = "coordinators-wanted"
    """Something waits that no mail to one person can announce."""


class NoticePosted(FeedbackEvent, fact="notice-posted", aggregate="notice", key="notice_id"):
    """Something confidential waits for one person, or for coordinators where nobody can be reached alone.

    Nothing in it leads to a concern: its id is its own, and everything about the person is personal.

    Attributes:
        participant_id: with the role, where it is for a participant.
        employee_id: where it is for a coordinator or a sponsor.
        due_at: by when it has to be acknowledged; then it goes to somebody else.
    """

    notice_id: Identifier
    notice: Annotated[Open[Notice], Personal()]
    participant_id: Annotated[Identifier, Personal()] | None = None
    role: Annotated[Role, Personal()] | None = None
    employee_id: Annotated[EmployeeId, Personal()] | None = None
    due_at: Annotated[Moment, Personal()] | None = None


class ConcernAcknowledgementDue(
    FeedbackEvent,
    fact="concern-acknowledgement-due",
    aggregate="concern-acknowledgement",
    key="concern_id",
    timer=True,
):
    """Timer: a concern should be acknowledged soon, or should have been and goes to somebody else."""

    concern_id: Identifier
