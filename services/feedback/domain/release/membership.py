"""The people in the groups of the response rate and of the action ledger, for the audit of later ones.

A question's groups keep their people themselves. Of these figures nothing else is kept by group: the rate
replaces the one before, and the ledger's counts are added up.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from services.feedback.domain.release.schedule import Schedule
from shared.kernel import Aggregate, EmployeeId, stable_id
from shared.schema.visibility import ShownTo, Visibility


class Matter(StrEnum):
    """A figure that follows from no question, and has an audit of its own."""

    RESPONSE = "response"
    """Whether somebody answers."""
    LEDGER = "ledger"
    """The kind of change that an executive makes."""


class Membership(Aggregate):
    """The people of one group; it never changes.

    Attributes:
        matter: the figure that they are in.
        people: needed for the audit; shown to nobody.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    matter: Matter
    people: Annotated[tuple[EmployeeId, ...], ShownTo(Visibility.SELF)] = Field(repr=False)
    closed_at: AwareDatetime


def membership(schedule: Schedule, matter: Matter, people: Iterable[str], *, now: datetime) -> Membership:
    """Return the membership of a group that is made now."""
    return Membership(
        id=stable_id("membership", schedule.programme, matter, now.isoformat()),
        tenant=schedule.tenant,
        programme=schedule.programme,
        matter=matter,
        people=tuple(sorted(set(people))),
        closed_at=now,
    )
