"""A concern: a confidential report; `relations` says who may read it."""

from datetime import datetime
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, StringConstraints

from services.feedback.domain.upstream import Participant
from shared.kernel import Aggregate, EmployeeId, Identifier, MakeId
from shared.schema.visibility import Visibility

CONCERN_LENGTH: Final = 4000
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=CONCERN_LENGTH)]


class Concern(Aggregate):
    """A confidential report to the coordinators.

    Attributes:
        about: the text; only the reporter and the coordinators can read it, in this service.
        acknowledged_at: when a coordinator acknowledged it.
    """

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    participant_id: Identifier
    employee_id: EmployeeId
    pairing_id: Identifier | None = None
    about: Words
    reported_at: AwareDatetime
    acknowledged_at: AwareDatetime | None = None


def report(
    reporter: Participant, about: str, *, pairing_id: str | None, now: datetime, make_id: MakeId
) -> Concern:
    """Create a concern; the same text about the same pairing is the same concern."""
    return Concern(
        id=make_id("concern", reporter.tenant, reporter.programme, reporter.id, pairing_id or "", about),
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
