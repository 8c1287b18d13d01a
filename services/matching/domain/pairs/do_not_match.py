"""Two who are not to be matched again, until a coordinator lifts it."""

from datetime import datetime
from enum import StrEnum

from shared.kernel import Aggregate, Identifier, stable_id


class PartedBy(StrEnum):
    """How two came to be parted; not by whom of the two."""

    DECLINED = "declined"
    ENDED = "ended"
    COORDINATOR = "coordinator"


class Parting(Aggregate):
    """A mentor and a mentee who are not proposed to each other (again)."""

    mentor_id: Identifier
    mentee_id: Identifier
    parted_by: PartedBy
    parted_at: datetime


def parting_id(mentor_id: str, mentee_id: str) -> str:
    """The id of the parting of these two."""
    return stable_id("parting", mentor_id, mentee_id)
