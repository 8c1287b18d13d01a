"""A conflict of interest that a participant declared: in confidence."""

from datetime import datetime

from services.matching.domain.person import Person
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Identifier, stable_id


class Declaration(Aggregate):
    """One participant's word that there is a conflict of interest with another; deleted when it is withdrawn.

    No event tells of it, and only its author ever sees it: everybody else learns at most that the two can't
    be paired.

    Attributes:
        by_employee_id: its author.
        by_id: the author, as a participant.
        with_id: the other participant.
        role: the author's.
    """

    by_employee_id: Identifier
    by_id: Identifier
    with_id: Identifier
    role: Role
    declared_at: datetime

    @property
    def pair(self) -> tuple[Identifier, Identifier]:
        """The mentor and the mentee."""
        return (self.by_id, self.with_id) if self.role is Role.MENTOR else (self.with_id, self.by_id)


def declaration_id(by_id: str, with_id: str) -> str:
    """The id of the declaration of one about the other."""
    return stable_id("declaration", by_id, with_id)


def declare_by(author: Person, other: Person, at: datetime) -> Declaration:
    """The author's declaration about the other."""
    return Declaration(
        id=declaration_id(author.id, other.id),
        tenant=author.tenant,
        programme=author.programme,
        by_employee_id=author.profile.employee_id,
        by_id=author.id,
        with_id=other.id,
        role=author.role,
        declared_at=at,
    )
