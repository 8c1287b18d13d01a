"""The participations of an employee in all programmes of the organisation, and their total capacity."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict

from services.matching.domain.people.elsewhere import Elsewhere
from services.matching.domain.people.person import Person, PersonState
from shared.kernel import Aggregate, EmployeeId, Identifier


class Participation(BaseModel):
    """A participant of a programme, who is the employee."""

    model_config = ConfigDict(frozen=True)

    programme: Identifier
    participant_id: Identifier


class Commitments(Aggregate):
    """An employee's participations in the organisation; the id is the employee's.

    Places are not kept here: they are counted from the participations, and each of these knows what the
    others hold (`Person.elsewhere`). Taking a place writes them all, so that two programmes that take the
    last one at the same moment meet in the database.

    Attributes:
        total: pairings at a time that the employee has stated for all programmes together, if they have.
        participations: all that were ever ready, the first one first.
    """

    id: EmployeeId
    total: int | None = None
    participations: tuple[Participation, ...] = ()

    def joined(self, programme: str, participant_id: str) -> Self:
        """Take part once more."""
        own = Participation(programme=programme, participant_id=participant_id)
        return (
            self if own in self.participations else self.changed(participations=(*self.participations, own))
        )

    def besides(self, participant_id: str) -> list[Participation]:
        """Return the participations other than this one."""
        return [each for each in self.participations if each.participant_id != participant_id]


def elsewhere_of(person: Person, others: Sequence[Person], total: int | None) -> Elsewhere | None:
    """Return what a participation has to leave to the others of the same employee; None: nothing.

    With a stated total all pairings count, in both roles. Until then an employee has no more partners in a
    role than the largest number that they gave in one programme, and being mentor takes no place of being
    mentee.

    Args:
        person: the participation.
        others: the employee's others, also those that have left their programme: their places end one by one.
        total: as stated.
    """
    if total is None:
        others = [other for other in others if other.role is person.role]
        if not others:
            return None
        here = [person, *(other for other in others if other.state is PersonState.READY)]
        total = max(each.profile.capacity for each in here)
    return Elsewhere(
        total=total,
        held=sum(other.places_held for other in others),
        paired=sum(len(other.active_pairings) for other in others),
    )
