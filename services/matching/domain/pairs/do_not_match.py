"""Two people who are not to be matched again, until a coordinator lifts the entry."""

from datetime import datetime
from enum import StrEnum

from shared.kernel import Aggregate, Identifier, stable_id


class DoNotMatchCause(StrEnum):
    """The cause for which a pair is excluded; never at whose request."""

    DECLINED = "declined"
    ENDED = "ended"
    COORDINATOR = "coordinator"
    EARLIER = "earlier"
    """They were a pairing in an earlier cohort of the programme."""
    ELSEWHERE = "elsewhere"
    """They are or were a pairing in another programme of the organisation."""


class DoNotMatch(Aggregate):
    """A mentor and a mentee who are not proposed to each other (again)."""

    mentor_id: Identifier
    mentee_id: Identifier
    cause: DoNotMatchCause
    since: datetime


def do_not_match_id(mentor_id: str, mentee_id: str) -> str:
    """Return the id of the entry of two people."""
    return stable_id("do-not-match", mentor_id, mentee_id)
