"""People who are concealed from a coordinator: themselves and those they are paired with.

Every query and command of a coordinator asks `relations_of` first: it is the one filter for lists, single
reads, totals and decisions. Partners are looked for in all programmes of the tenant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.matching.domain.pairs.proposal import ProposalState
from services.matching.domain.people.person import PersonState
from services.matching.domain.policy import PairOf
from services.matching.store import PAIRINGS_OF_ALL_PROGRAMMES, PEOPLE, PROPOSALS_OF_ALL_PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document

NOT_YOURS: Final = (
    "this pair cannot be made or kept apart by you: you, or a partner of yours, would be one of the two"
)
"""The same whatever the rules say of the pair, so that nobody learns from it what the other declared."""


@dataclass(frozen=True)
class Relations:
    """A coordinator's relations to the participants of one programme.

    Attributes:
        own: participant ids of the coordinator.
        concealed: these, and the participant ids of everybody they are or were paired with.
        employees: the same people by employee id.
        roles: the coordinator's roles as a participant.
        takes_part: whether the coordinator can be matched now.
    """

    own: frozenset[str] = frozenset()
    concealed: frozenset[str] = frozenset()
    employees: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    takes_part: bool = False

    def conceal(self, *participant_ids: str) -> bool:
        """Return whether the matters of any of these are concealed."""
        return not self.concealed.isdisjoint(participant_ids)

    def of_pairs(self) -> dict[str, Any]:
        """Return the query for pairs that may be seen."""
        if not self.concealed:
            return {}
        others = {"$nin": sorted(self.concealed)}
        return {"mentor_id": others, "mentee_id": others}

    def of_concealed_pairs(self, below: str = "") -> dict[str, Any]:
        """Return the query for the pairs that may not, with their fields below a path."""
        these = {"$in": sorted(self.concealed)}
        return {"$or": [{f"{below}mentor_id": these}, {f"{below}mentee_id": these}]}

    def of_people(self) -> dict[str, Any]:
        """Return the query for people whose matters may be seen."""
        return {"id": {"$nin": sorted(self.concealed)}} if self.concealed else {}

    def visible(self, pairs: Iterable[PairOf]) -> list[PairOf]:
        """Return the pairs that may be seen, in their order."""
        return [pair for pair in pairs if not self.conceal(*pair.both)]

    def check(self, pairs: Sequence[PairOf], field: str) -> None:
        """Refuse to decide about a concealed pair.

        Raises:
            RuleBroken: naming the first.
        """
        for n, pair in enumerate(pairs):
            if self.conceal(*pair.both):
                raise RuleBroken(NOT_YOURS, code="own-pair", field=f"{field}[{n}]")


UNRELATED: Final = Relations()
"""The relations of somebody who is no employee."""


async def relations_of(uow: UnitOfWork, employee_id: str | None) -> Relations:
    """Return the relations of a coordinator in this programme.

    None: the token says that they are no employee.
    """
    if employee_id is None:
        return UNRELATED
    employees = frozenset({employee_id, *await _partners(uow, employee_id)})
    people = await uow.find(PEOPLE, {"profile.employee_id": {"$in": sorted(employees)}})
    own = [person for person in people if person.profile.employee_id == employee_id]
    return Relations(
        own=frozenset(person.id for person in own),
        concealed=frozenset(person.id for person in people),
        employees=employees,
        roles=frozenset(person.role for person in own),
        takes_part=any(person.state is PersonState.READY for person in own),
    )


async def _partners(uow: UnitOfWork, employee_id: str) -> set[str]:
    """Employee ids of everybody this one is or was paired with, or is asked to be, in any programme."""
    asked = {"state": ProposalState.APPROVED}
    rows = await uow.aggregate(PAIRINGS_OF_ALL_PROGRAMMES, _BOTH, _either(employee_id))
    rows += await uow.aggregate(PROPOSALS_OF_ALL_PROGRAMMES, _BOTH, asked | _either(employee_id))
    return {row[side] for row in rows for side in _SIDES}


_SIDES: Final = ("mentor_employee_id", "mentee_employee_id")
_BOTH: Final[list[Document]] = [{"$project": {"_id": 0, **dict.fromkeys(_SIDES, 1)}}]


def _either(employee_id: str) -> dict[str, Any]:
    return {"$or": [{side: employee_id} for side in _SIDES]}
