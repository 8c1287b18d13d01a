"""The places of a programme, and the waitlist of those who may join when one is free."""

from typing import Final, Self

from services.enrollment.domain.programme_plan import ProgrammePlan
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate

MOST_OFFERS: Final = 200
"""The most offers of one transaction; further ones follow in the next."""
PLENTY: Final = 100
"""While as many places are surely free, they are not counted again: more than replicas take at one moment."""


class Waitlist(Aggregate):
    """The waitlist of a role, and the lock of its places.

    Each command that takes a place saves it: of two at the same time, the second sees what the first did.

    Attributes:
        id: the role.
        tickets: the number of applications that were ever put on the list.
        changes: counted up each time, so that a save is never without effect.
        fill_due: whether free places are to be offered.
        taken: how many places are taken or kept for applicants at most: as last counted, and each one since.
        plan_version: of the plan under which they were counted; another one may have had no limit.
    """

    tickets: int = 0
    changes: int = 0
    fill_due: bool = False
    taken: int = 0
    plan_version: int | None = None

    def has_plenty(self, places: int, plan_version: int) -> bool:
        """Return whether surely many of these places are free, so that nothing depends on a few."""
        return self.plan_version == plan_version and places - self.taken >= PLENTY

    def counted(self, taken: int, plan_version: int) -> Self:
        """Note how many places are taken."""
        return self.changed(taken=taken, plan_version=plan_version)

    def take_place(self) -> Self:
        """Note that a place is taken."""
        return self.changed(changes=self.changes + 1, taken=self.taken + 1)

    def draw_ticket(self) -> Self:
        """Give the next application its place in the order: the new number of tickets."""
        return self.changed(changes=self.changes + 1, tickets=self.tickets + 1)

    def ask_fill(self) -> Self:
        """Have free places offered."""
        return self.changed(changes=self.changes + 1, fill_due=True)

    def filled(self, offered: int, *, complete: bool) -> Self:
        """Note that free places were offered: all, or as many as one transaction offers."""
        return self.changed(changes=self.changes + 1, fill_due=not complete, taken=self.taken + offered)


def places_of(plan: ProgrammePlan, role: Role) -> int | None:
    """Return the number of places of a role; None: no limit."""
    places = {Role.MENTOR: plan.admission.mentor_places, Role.MENTEE: plan.admission.mentee_places}
    return places[role]


def free_places(places: int, taken: int) -> int:
    """Return the number of free places; none, too, where more are taken than there are (any more)."""
    return max(0, places - taken)
