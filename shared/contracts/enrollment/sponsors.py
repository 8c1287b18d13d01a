"""Events of the sponsors of pairings."""

from enum import StrEnum
from typing import Annotated

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Count, EmployeeId, Identifier, Open
from shared.schema import Personal


class AppointmentEnding(StrEnum):
    """Why somebody who was named for a task does not do it, or no longer does."""

    DECLINED = "declined"
    """By the person named."""
    STEPPED_DOWN = "stepped-down"
    """By the person who did it."""
    REVOKED = "revoked"
    """By the one who named them."""
    LEFT = "left"
    """The person has left the organisation."""
    OVER = "over"
    """There is nothing left to do it for."""


class SponsorNamed(EnrollmentEvent, fact="sponsor-named", aggregate="sponsorship", key="pairing_id"):
    """A coordinator asks somebody to be the sponsor of a pairing."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    """The person named."""
    number: Count
    """From 1: of how many that were named for the pairing."""


class SponsorAccepted(EnrollmentEvent, fact="sponsor-accepted", aggregate="sponsorship", key="pairing_id"):
    """The person named is the sponsor of the pairing."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    number: Count


class SponsorshipEnded(EnrollmentEvent, fact="sponsorship-ended", aggregate="sponsorship", key="pairing_id"):
    """The person named is not the sponsor, or no longer."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    number: Count
    ending: Annotated[Open[AppointmentEnding], Personal()]
    accepted: Annotated[bool, Personal()]
    """Whether they had accepted before."""
