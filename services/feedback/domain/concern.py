"""A concern: a confidential report; `relations` says who may read it."""

from datetime import datetime
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, StringConstraints

from services.feedback.domain.private_text import SealedText, text_owner
from services.feedback.domain.upstream import Participant
from shared.kernel import Aggregate, EmployeeId, Identifier, Scope
from shared.schema.visibility import Visibility

CONCERN_LENGTH: Final = 4000
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=CONCERN_LENGTH)]


class Concern(Aggregate):
    """A confidential report to the coordinators.

    Attributes:
        about: the text, encrypted; only the reporter and the coordinators can read it, in this service.
        acknowledged_at: when a coordinator acknowledged it.
    """

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    participant_id: Identifier
    employee_id: EmployeeId
    pairing_id: Identifier | None = None
    about: SealedText
    reported_at: AwareDatetime
    acknowledged_at: AwareDatetime | None = None


def report(
    reporter: Participant, concern_id: str, about: SealedText, *, pairing_id: str | None, now: datetime
) -> Concern:
    """Create a concern."""
    return Concern(
        id=concern_id,
        tenant=reporter.tenant,
        programme=reporter.programme,
        region=reporter.region,
        participant_id=reporter.id,
        employee_id=reporter.employee_id,
        pairing_id=pairing_id,
        about=about,
        reported_at=now,
    )


def acknowledge(concern: Concern, *, now: datetime) -> Concern:
    """Mark the concern as read; the first time counts."""
    return concern if concern.acknowledged_at else concern.changed(acknowledged_at=now)


def about_owner(scope: Scope, concern_id: str) -> str:
    """Return the owner to which the text of a concern is bound."""
    return text_owner(scope, "concern", concern_id)
