"""Pairs that are not matched again, as matching returns them."""

from typing import Final

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response

HOW: Final = {
    "declined": "a proposal was declined",
    "ended": "their pairing ended",
    "coordinator": "a coordinator decided it",
}


class DoNotMatch(Response):
    """Two who are not to be matched again, and how that came; not by whose wish."""

    id: str
    mentor_id: str
    mentee_id: str
    cause: str
    since: AwareDatetime

    @property
    def words(self) -> str:
        """How it came."""
        return HOW.get(self.cause, self.cause.replace("-", " "))


class DoNotMatchPairs(ListResponse[DoNotMatch]):
    """A page of them, the latest first."""


class Summary(Response):
    """The programme's matching in figures."""

    declared_conflicts: int = 0
