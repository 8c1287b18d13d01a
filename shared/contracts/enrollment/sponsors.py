"""Events of the sponsors of pairings."""

from typing import Annotated

from pydantic import Field

from shared.contracts.enrollment.appointments import AppointmentEnding
from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Count, EmployeeId, Identifier, Moment, Open
from shared.schema import Personal


class SponsorNamed(EnrollmentEvent, fact="sponsor-named", aggregate="sponsorship", key="pairing_id"):
    """A coordinator asks somebody to be the sponsor of a pairing."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    """The person named."""
    number: Count
    """From 1: of how many that were named for the pairing."""
    expires_at: Moment | None = None
    """The end of the time to answer; a fact of an earlier release does not state it."""


class SponsorAccepted(EnrollmentEvent, fact="sponsor-accepted", aggregate="sponsorship", key="pairing_id"):
    """The person named is the sponsor of the pairing."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    number: Count
    line: Annotated[tuple[EmployeeId, ...], Field(max_length=25), Personal()] | None = None
    """Their managers, nearest first; None in facts of earlier versions."""


class SponsorLineChanged(
    EnrollmentEvent, fact="sponsor-line-changed", aggregate="sponsorship", key="pairing_id"
):
    """A sponsor has other managers now; also one whose pairing has ended, who may keep a concern."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    number: Count
    line: Annotated[tuple[EmployeeId, ...], Field(max_length=25), Personal()]
    """Their managers, nearest first."""


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


class SponsorRequestDue(
    EnrollmentEvent, fact="sponsor-request-due", aggregate="sponsor-request", key="pairing_id", timer=True
):
    """Timer: the time to answer as a sponsor is over."""

    pairing_id: Identifier
