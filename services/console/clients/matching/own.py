"""Responses of matching: the caller's own shortlist, proposals and pairings, without scores."""

from datetime import date, datetime

from services.console.clients.response import Response
from shared.contracts.matching import FitReason
from shared.contracts.vocabulary import Role


class OwnPair(Response):
    """A pair of which the caller is one."""

    id: str
    mentor_id: str
    mentee_id: str
    mentor_employee_id: str
    mentee_employee_id: str
    state: str

    def role_of(self, employee_id: str | None) -> Role:
        """Return the role of the caller in it."""
        return Role.MENTOR if employee_id == self.mentor_employee_id else Role.MENTEE

    def partner_of(self, employee_id: str | None) -> str:
        """Return the participant id of the other."""
        return self.mentee_id if self.role_of(employee_id) is Role.MENTOR else self.mentor_id


class OwnProposal(OwnPair):
    """A proposal that was published to the caller."""

    reasons: list[FitReason]
    answer: str | None
    expires_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the caller is still to answer; nobody learns whether the other has."""
        return self.state == "approved" and self.answer is None


class Criterion(Response):
    """One thing that counts when people are matched, and what for, if the coordinators say so."""

    measure: str
    features: tuple[str, ...]
    purpose: str | None = None


class Criteria(Response):
    """Everything that counts, the strongest first."""

    items: list[Criterion]

    def compares(self, feature: str) -> bool:
        """Return whether a criterion compares this feature."""
        return any(feature in each.features for each in self.items)


class ShortlistEntry(Response):
    """Somebody whom the caller may choose."""

    proposal_id: str
    partner_id: str
    reasons: list[FitReason]


class OwnShortlist(Response):
    """The caller's list to choose from, which may be swapped ``more`` more times."""

    id: str
    role: Role
    expires_at: datetime | None
    more: int
    items: list[ShortlistEntry]


class OwnPairing(OwnPair):
    """A pairing of the caller."""

    proposal_id: str
    activated_at: datetime
    ended_at: datetime | None
    private_reason: str | None
    """The words that the caller wrote down when leaving."""
    is_paused: bool
    paused_until: date | None
    may_resume: bool
    """Whether the caller asked for the pause."""


class OwnPairings(Response):
    """A page of the caller's pairings."""

    items: list[OwnPairing]
