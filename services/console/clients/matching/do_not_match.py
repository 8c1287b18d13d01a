"""Pairs that are not matched again, as matching returns them."""

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response


class DoNotMatch(Response):
    """Two who are not to be matched again, and how that came; not by whose wish."""

    id: str
    mentor_id: str
    mentee_id: str
    cause: str
    since: AwareDatetime


class DoNotMatchPairs(ListResponse[DoNotMatch]):
    """A page of them, the latest first."""


class Summary(Response):
    """The programme's matching in figures."""

    declared_conflicts: int = 0
