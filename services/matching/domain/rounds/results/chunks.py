"""The outcome of a computation, kept in chunks: a document has its limit, and so has a transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict

from services.matching.domain.pairs.runner_up import RunnerUp
from services.matching.domain.pairs.shortlist import Shortlist
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from shared.contracts.matching import Contribution
from shared.kernel import Aggregate, Identifier, stable_id

T = TypeVar("T")

CHUNK: Final = 250
"""Pairs, or people, in one document."""


class ChosenPair(BaseModel):
    """A pair the computation chose.

    Attributes:
        mentor_facts: a digest of the mentor's facts as the computation saw them.
        mentee_facts: of the mentee's.
    """

    model_config = ConfigDict(frozen=True)

    mentor_id: Identifier
    mentee_id: Identifier
    score: int
    explanation: tuple[Contribution, ...]
    runner_up: RunnerUp | None = None
    mentor_facts: str
    mentee_facts: str

    @property
    def of(self) -> PairOf:
        """The two, as a policy names them."""
        return PairOf(mentor_id=self.mentor_id, mentee_id=self.mentee_id)


class PairsChunk(Aggregate):
    """A chunk of the pairs chosen, in the order they were chosen in; a what-if's vanish in time."""

    round_id: Identifier
    token: int
    expires_at: datetime | None = None
    pairs: tuple[ChosenPair, ...]


class UnmatchedChunk(Aggregate):
    """A chunk of the unmatched people, in the order of the computation; a what-if's vanish in time."""

    round_id: Identifier
    token: int
    expires_at: datetime | None = None
    people: tuple[UnmatchedPerson, ...]


def chunk_id(round_id: str, token: int, index: int) -> str:
    """Return the id of a chunk; computations under different claims never mix."""
    return f"{round_id}-{token}-{index}"


def chunks_of(items: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    """Numbered chunks of a list."""
    for index, start in enumerate(range(0, len(items), CHUNK)):
        yield index, items[start : start + CHUNK]


def chunk_count(items: int) -> int:
    """Return the number of chunks for a number of items."""
    return -(-items // CHUNK)


def facts_digest(person: Person) -> str:
    """Return the same for the same facts; fields at their default don't count, so a new one is no change."""
    return stable_id(person.profile.model_dump_json(exclude_defaults=True))


def still_free(
    pair: ChosenPair,
    mentor: Person | None,
    mentee: Person | None,
    shortlist: Shortlist | None = None,
) -> bool:
    """Return whether the two can be proposed: nothing relevant has changed since the computation saw them.

    Args:
        pair: as it was computed.
        mentor: as they are now, if they are known.
        mentee: the same.
        shortlist: the list on which one of the two is to be; it holds one place of the other, who chooses.
    """
    if mentor is None or mentee is None or mentor.knows(mentee.id) or mentee.knows(mentor.id):
        return False
    has_room = all(
        person.may_be_offered(shortlist.id)
        if shortlist and shortlist.role is person.role
        else person.free_places > 0
        for person in (mentor, mentee)
    )
    seen = ((mentor, pair.mentor_facts), (mentee, pair.mentee_facts))
    return has_room and all(p.state is PersonState.READY and facts_digest(p) == facts for p, facts in seen)


def people_of(pairs: Iterable[ChosenPair]) -> list[str]:
    """Return the ids of everybody in these pairs, ordered."""
    return sorted({id_ for pair in pairs for id_ in (pair.mentor_id, pair.mentee_id)})
