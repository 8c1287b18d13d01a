"""Events of the delegates of executives."""

from typing import Annotated

from shared.contracts.enrollment.appointments import AppointmentEnding
from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Count, EmployeeId, Identifier, Moment, Open
from shared.schema import Personal


class DelegateNamed(EnrollmentEvent, fact="delegate-named", aggregate="delegation", key="participant_id"):
    """An executive asks somebody to look after the times of their sessions."""

    participant_id: Identifier
    """The executive."""
    employee_id: Annotated[EmployeeId, Personal()]
    """The person named."""
    number: Count
    """From 1: of how many that were named by the executive."""
    expires_at: Moment
    """The end of the time to answer."""


class DelegateAccepted(
    EnrollmentEvent, fact="delegate-accepted", aggregate="delegation", key="participant_id"
):
    """The person named is the delegate of the executive."""

    participant_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    number: Count


class DelegationEnded(EnrollmentEvent, fact="delegation-ended", aggregate="delegation", key="participant_id"):
    """The person named is not the delegate, or no longer."""

    participant_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    number: Count
    ending: Annotated[Open[AppointmentEnding], Personal()]
    accepted: Annotated[bool, Personal()]
    """Whether they had accepted before."""


class DelegateRequestDue(
    EnrollmentEvent,
    fact="delegate-request-due",
    aggregate="delegate-request",
    key="participant_id",
    timer=True,
):
    """Timer: the time to answer as a delegate is over."""

    participant_id: Identifier


class DelegationsOverDue(
    EnrollmentEvent, fact="delegations-over-due", aggregate="delegations-over", key="programme_id", timer=True
):
    """Timer: the next delegations of a programme that is over are to be ended."""

    programme_id: Identifier
