"""An application: an employee asks for a place in a programme, from the request to the answer."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from shared.contracts.enrollment import (
    ApplicationEnded,
    ApplicationEnding,
    ApplicationReceived,
    ApplicationWaitlisted,
    EnrollmentEvent,
    PlaceOffered,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier


class ApplicationState(StrEnum):
    """The state of an application."""

    SUBMITTED = "submitted"
    """A coordinator has to decide."""
    WAITLISTED = "waitlisted"
    """The applicant may join as soon as a place is free."""
    OFFERED = "offered"
    """A place is kept for the applicant, who may join until the offer expires."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def is_open(self) -> bool:
        """Whether the application is not over."""
        return self in OPEN


OPEN: Final = (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED, ApplicationState.OFFERED)
"""The states of applications that are not over."""


class DeclineReason(StrEnum):
    """Why a coordinator declines an application, in words that pages have for the applicant."""

    NOT_ELIGIBLE = "not-eligible"
    NO_FIT = "no-fit"
    LATER = "later"
    OTHER = "other"


class Decline(BaseModel):
    """The answer of a coordinator who declines; the text is for the applicant alone."""

    model_config = ConfigDict(frozen=True)

    reason: DeclineReason
    text: str | None = None


class Application(Aggregate):
    """An employee's application for one role of a programme; the latest one, where there were several.

    Attributes:
        id: that of the participant whom it may lead to.
        employee_id: the applicant.
        role: as mentor or mentee.
        applied_at: the time of the application.
        left_out_before: whether the applicant waited in vain in the programme that this one continues; they
            come before all others on the waitlist.
        ticket: the order on the waitlist among equals; None for those who never were on it.
        expires_at: the end of the offer, where a place was offered.
        decided_by: the account of the coordinator who admitted or declined.
        decline: the coordinator's answer, if it was no.
    """

    employee_id: EmployeeId
    role: Role
    state: ApplicationState = ApplicationState.SUBMITTED
    applied_at: datetime
    left_out_before: bool = False
    ticket: int | None = None
    expires_at: datetime | None = None
    decided_by: str | None = None
    decline: Decline | None = None

    def received(self, *, to_decide: bool) -> ApplicationReceived:
        """Return the fact that somebody applied."""
        return ApplicationReceived(**self._whose(), to_decide=to_decide)

    def check_to_decide(self) -> None:
        """See that a coordinator may decide.

        Raises:
            Conflict: it was decided, or withdrawn.
        """
        if self.state is not ApplicationState.SUBMITTED:
            raise Conflict(
                "the application is {state}: there is nothing to decide",
                code="application-decided",
                state=self.state,
            )

    def decided(self, account: str) -> Self:
        """Note the coordinator who decides."""
        return self.changed(decided_by=account)

    def queue(self, ticket: int) -> tuple[Self, list[EnrollmentEvent]]:
        """Wait for a free place."""
        waiting = self.changed(state=ApplicationState.WAITLISTED, ticket=ticket)
        return waiting, [ApplicationWaitlisted(**self._whose())]

    def offer(self, expires_at: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """Keep a place for the applicant."""
        offered = self.changed(state=ApplicationState.OFFERED, expires_at=expires_at)
        return offered, [PlaceOffered(**self._whose(), expires_at=expires_at)]

    def holds_place(self, now: datetime) -> bool:
        """Return whether a place is kept for the applicant."""
        kept = self.state is ApplicationState.OFFERED
        return kept and self.expires_at is not None and now < self.expires_at

    def refuse(self, decline: Decline) -> tuple[Self, list[EnrollmentEvent]]:
        """Decline it.

        Raises:
            Conflict: it was decided, or withdrawn.
        """
        self.check_to_decide()
        declined, events = self.end(ApplicationEnding.DECLINED)
        return declined.changed(decline=decline), events

    def lapse(self, now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """End an offer that has expired; anything else changes nothing."""
        expired = self.state is ApplicationState.OFFERED and not self.holds_place(now)
        return self.end(ApplicationEnding.LAPSED) if expired else (self, [])

    def end(self, ending: ApplicationEnding) -> tuple[Self, list[EnrollmentEvent]]:
        """End it; once it is over, this changes nothing."""
        if not self.state.is_open:
            return self, []
        ended = self.changed(state=ApplicationState(ending.value))
        return ended, [ApplicationEnded(**self._whose(), ending=ending, expires_at=self.expires_at)]

    def _whose(self) -> dict[str, str]:
        return {"application_id": self.id, "employee_id": self.employee_id, "role": self.role}


def apply(
    earlier: Application | None,
    id_: Identifier,
    employee_id: EmployeeId,
    role: Role,
    now: datetime,
    *,
    left_out_before: bool,
    to_decide: bool,
    **whose: str,
) -> tuple[Application, list[EnrollmentEvent]]:
    """Apply, for the first time or again.

    Args:
        earlier: the applicant's earlier application for the role.
        id_: the id of the participant whom it may lead to.
        employee_id: the applicant.
        role: as mentor or mentee.
        now: the present instant.
        left_out_before: whether they waited in vain in the programme that this one continues.
        to_decide: whether a coordinator has to decide.
        whose: tenant, programme and region.
    """
    application = Application(
        id=id_,
        **whose,
        version=earlier.version if earlier else 0,
        saved_at=earlier.saved_at if earlier else None,
        employee_id=employee_id,
        role=role,
        applied_at=now,
        left_out_before=left_out_before,
    )
    return application, [application.received(to_decide=to_decide)]
