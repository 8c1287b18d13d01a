"""What matching tells of people who are not to be matched again."""

from typing import Final

from pydantic import AwareDatetime

from services.console.clients.response import Response

HOW: Final = {
    "declined": "a proposal was declined",
    "ended": "their pairing ended",
    "coordinator": "a coordinator decided it",
}


class Parting(Response):
    """Two who are not to be matched again, and how that came; not by whose wish."""

    id: str
    mentor_id: str
    mentee_id: str
    parted_by: str
    parted_at: AwareDatetime

    @property
    def words(self) -> str:
        """How it came."""
        return HOW.get(self.parted_by, self.parted_by.replace("-", " "))


class Partings(Response):
    """A page of them, the latest first."""

    items: list[Parting]
    total: int


class Summary(Response):
    """The programme's matching in figures."""

    declared_conflicts: int = 0
