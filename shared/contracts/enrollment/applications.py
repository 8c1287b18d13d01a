"""Applications, the waitlist and the places it offers."""

from enum import StrEnum
from typing import Annotated

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import (
    EmployeeId,
    Identifier,
    Moment,
    Open,
    Role,
)
from shared.schema import Personal


class ApplicationReceived(
    EnrollmentEvent, fact="application-received", aggregate="application", key="application_id"
):
    """An employee applied for a place; the application has the id of the participant it may lead to."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    to_decide: bool
    """Whether a coordinator has to decide; else only a free place is missing."""


class ApplicationWaitlisted(
    EnrollmentEvent, fact="application-waitlisted", aggregate="application", key="application_id"
):
    """An applicant who may join waits for a free place."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role


class PlaceOffered(EnrollmentEvent, fact="place-offered", aggregate="application", key="application_id"):
    """A place is kept for an applicant, who may join until the offer expires."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    expires_at: Moment


class ApplicationEnding(StrEnum):
    """Why an application is over; the reason for declining it stays with its owner."""

    ACCEPTED = "accepted"
    """The applicant has joined."""
    DECLINED = "declined"
    """By a coordinator."""
    WITHDRAWN = "withdrawn"
    """By the applicant, or because they have left the organisation."""
    LAPSED = "lapsed"
    """The offer expired."""


class ApplicationEnded(
    EnrollmentEvent, fact="application-ended", aggregate="application", key="application_id"
):
    """An application is over; a place that was kept for it is free again unless the applicant has joined."""

    application_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    ending: Annotated[Open[ApplicationEnding], Personal()]
    expires_at: Moment | None = None
    """The end of the offer, where a place was offered."""


class PlaceOfferDue(
    EnrollmentEvent, fact="place-offer-due", aggregate="place-offer", key="application_id", timer=True
):
    """Timer: the offer of a place expires."""

    application_id: Identifier


class WaitlistDue(EnrollmentEvent, fact="waitlist-due", aggregate="waitlist", key="role", timer=True):
    """Timer: places of a role may be free for those who wait."""

    role: Role
