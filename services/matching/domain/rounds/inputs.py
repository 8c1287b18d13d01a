"""The inputs of a round, packed to be stored beside its result."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from pydantic import BaseModel

from services.matching.domain.people.person import Person
from services.matching.domain.rounds.pool import Pool, Terms
from shared.kernel import Aggregate, Identifier

PART_BYTES: Final = 4_000_000
"""In one document."""
_FAST: Final = 1


class InputsChunk(Aggregate):
    """A part of the inputs of one computation; it vanishes in time.

    Attributes:
        token: of the claim they were read under.
        index: 0, 1, 2 … in the order to be put together in.
        part: of the packed inputs.
        expires_at: the machine's time to forget it.
    """

    round_id: Identifier
    token: int
    index: int
    part: bytes
    expires_at: datetime


class Inputs(BaseModel):
    """Everything a computation read, and the prices it ended with: where a similar one can start from.

    Attributes:
        terms: policy, rules, day and seed.
        mentors: in the order of the pool.
        mentees: the same.
        prioritised: ids of people who go first: unmatched in an earlier round, or first in line.
        named: whom the round was for, if not for everybody.
        taken_elsewhere: who took no part, as other programmes have their capacity.
        prices: of mentors.
    """

    terms: Terms
    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    prioritised: tuple[str, ...]
    named: tuple[str, ...] | None
    taken_elsewhere: tuple[Person, ...] = ()
    prices: dict[str, int]

    @property
    def pool(self) -> Pool:
        """Return the participants."""
        named = None if self.named is None else frozenset(self.named)
        return Pool(self.mentors, self.mentees, frozenset(self.prioritised), named, self.taken_elsewhere)


def pack(pool: Pool, terms: Terms, prices: Mapping[str, int]) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered parts."""
    inputs = Inputs(
        terms=terms,
        mentors=pool.mentors,
        mentees=pool.mentees,
        prioritised=tuple(sorted(pool.prioritised)),
        named=None if pool.named is None else tuple(sorted(pool.named)),
        taken_elsewhere=pool.taken_elsewhere,
        prices=dict(prices),
    )
    packed = zlib.compress(inputs.model_dump_json().encode(), _FAST)
    for index, start in enumerate(range(0, len(packed), PART_BYTES)):
        yield index, packed[start : start + PART_BYTES]


def unpack(parts: Iterable[bytes]) -> Inputs:
    """Return the inputs of all parts, in order."""
    return Inputs.model_validate_json(zlib.decompress(b"".join(parts)))
