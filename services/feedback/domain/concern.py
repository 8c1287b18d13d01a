"""A concern: a confidential report on a path that never leads to the other one of the pairing."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, StringConstraints

from services.feedback.domain.known import Participant
from shared.kernel import Aggregate, Identifier, stable_id

CONCERN_LENGTH: Final = 4000
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=CONCERN_LENGTH)]


class Concern(Aggregate):
    """What somebody confides to the coordinators.

    Attributes:
        about: the words; they never leave this service but to the reporter and the coordinators.
        withheld_from: employees who may not read it, even if they coordinate: the reporter's partners.
        acknowledged_at: when a coordinator said it was read.
    """

    participant_id: Identifier
    employee_id: Identifier
    pairing_id: Identifier | None = None
    about: Words
    reported_at: AwareDatetime
    withheld_from: tuple[Identifier, ...] = ()
    acknowledged_at: AwareDatetime | None = None

    def visible_to_coordinator(self, employee_id: str | None) -> bool:
        """Whether a coordinator who is this employee (None: no employee) may read it."""
        return employee_id is None or employee_id not in self.withheld_from


def report(
    reporter: Participant,
    about: str,
    *,
    pairing_id: str | None,
    partners: frozenset[str],
    now: datetime,
) -> Concern:
    """Take down a concern; the same words on the same pairing again are the same concern.

    Args:
        reporter: who confides it.
        about: the words.
        pairing_id: the pairing it is about, if it is about one.
        partners: employee ids of everybody the reporter is or was paired with.
        now: when.
    """
    return Concern(
        id=stable_id("concern", reporter.programme, reporter.id, pairing_id or "", about),
        tenant=reporter.tenant,
        programme=reporter.programme,
        region=reporter.region,
        participant_id=reporter.id,
        employee_id=reporter.employee_id,
        pairing_id=pairing_id,
        about=about,
        reported_at=now,
        withheld_from=tuple(sorted(partners - {reporter.employee_id})),
    )


def acknowledge(concern: Concern, *, now: datetime) -> Concern:
    """Tell the reporter that it was read; the first time counts."""
    return concern if concern.acknowledged_at else concern.changed(acknowledged_at=now)
