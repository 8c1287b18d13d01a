"""The sponsor of a pairing: a senior person outside the lines of both, named by a coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from services.enrollment.domain.appointment import Appointment, named_next
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.introduction import Introduction
from shared.contracts.enrollment import (
    AppointmentEnding,
    EnrollmentEvent,
    SponsorAccepted,
    SponsorLineChanged,
    SponsorNamed,
    SponsorshipEnded,
)
from shared.kernel import EmployeeId, Identifier, RuleBroken


@dataclass(frozen=True)
class Colleague:
    """An employee with the ids of their managers, up to the head."""

    employee: Employee
    line: Sequence[EmployeeId]

    def is_above(self, other: "Colleague") -> bool:
        """Return whether this is a manager of the other, direct or not."""
        return self.employee.id in other.line


class Sponsorship(Appointment):
    """The sponsor of a pairing, whose id it has.

    Attributes:
        mentor_id: the participant who teaches.
        mentee_id: the participant who learns.
        line: the managers of the sponsor, as published last; None before they have accepted.
    """

    NAMED = SponsorNamed
    ACCEPTED = SponsorAccepted
    ENDED = SponsorshipEnded

    mentor_id: Identifier
    mentee_id: Identifier
    line: tuple[EmployeeId, ...] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the person may have concerns: they accepted, and have not given up or been revoked."""
        return self.line is not None and (self.is_open or self.ending is AppointmentEnding.OVER)

    def accept(self, **known: Any) -> tuple[Self, list[EnrollmentEvent]]:
        """Accept it, and keep the line that was published."""
        accepted, events = super().accept(**known)
        return (accepted.changed(line=known.get("line")) if events else accepted), events

    def follow(self, line: Sequence[EmployeeId]) -> tuple[Self, list[SponsorLineChanged]]:
        """Publish the sponsor's managers if they are others now."""
        if not self.is_kept or self.line == tuple(line):
            return self, []
        return self.changed(line=tuple(line)), [SponsorLineChanged(**self._fact(), line=tuple(line))]

    def _fact(self) -> dict[str, Any]:
        fields = self.model_dump(include={"mentor_id", "mentee_id", "employee_id", "number"})
        return {"pairing_id": self.id, **fields}


def name_sponsor(
    pairing: Introduction, earlier: Sponsorship | None, employee_id: EmployeeId, now: datetime
) -> Sponsorship:
    """Name a sponsor for a pairing.

    Raises:
        Conflict: it has one, or somebody is asked.
    """
    return Sponsorship(
        **pairing.model_dump(include={"id", "tenant", "programme", "region", "mentor_id", "mentee_id"}),
        **named_next(earlier, employee_id, now),
    )


def check_sponsor(sponsor: Colleague, mentor: Colleague, mentee: Colleague) -> None:
    """See that somebody may be the sponsor of a pairing.

    Raises:
        RuleBroken: they are one of the two, above or below one of them, or not senior to the mentor.
    """
    if sponsor.employee.id in {mentor.employee.id, mentee.employee.id}:
        raise RuleBroken("is one of the two", code="sponsor-of-own-pairing", field="person")
    if any(sponsor.is_above(one) or one.is_above(sponsor) for one in (mentor, mentee)):
        raise RuleBroken(
            "must be outside the reporting lines of both", code="sponsor-in-line", field="person"
        )
    if sponsor.employee.grade <= mentor.employee.grade:
        raise RuleBroken("must be senior to the mentor", code="sponsor-not-senior", field="person")


def may_sponsor(sponsor: Colleague, mentor: Colleague, mentee: Colleague) -> bool:
    """Return whether somebody may be the sponsor of a pairing."""
    try:
        check_sponsor(sponsor, mentor, mentee)
    except RuleBroken:
        return False
    return True
