"""The stored results of rounds, chunk by chunk, without what is concealed from the reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from services.matching.domain.rounds.results.chunks import (
    CHUNK,
    ChosenPair,
    PairsChunk,
    UnmatchedChunk,
    chunk_count,
    chunk_id,
)
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from services.matching.domain.rounds.round import Round
from services.matching.queries.relations import Relations
from services.matching.store import PAIRS, UNMATCHED
from shared.kernel import Aggregate, Conflict
from shared.messaging import Collection, UnitOfWork
from shared.runtime.mongo import Document
from shared.service import Found, PageRequest

A = TypeVar("A", bound=Aggregate)
T = TypeVar("T")


@dataclass(frozen=True)
class Stored(Generic[A]):
    """A list that is kept in chunks.

    Attributes:
        collection: of its chunks.
        field: of a chunk, with a part of the list.
    """

    collection: Collection[A]
    field: str

    def concealed(self, relations: Relations) -> dict[str, Any]:
        """Return the query for what is concealed of it."""
        if self.field == "pairs":
            return relations.of_concealed_pairs("pairs.")
        return {"people.participant_id": {"$in": sorted(relations.concealed)}}


_PAIRS: Final[Stored[PairsChunk]] = Stored(PAIRS, "pairs")
_PEOPLE: Final[Stored[UnmatchedChunk]] = Stored(UNMATCHED, "people")


async def pairs_page(
    uow: UnitOfWork, round_: Round, relations: Relations, page: PageRequest
) -> Found[ChosenPair]:
    """Return one page of a computed round's pairs, and how many there are, without those concealed.

    Raises:
        Conflict: the round is not computed (yet), or its details are no longer kept.
    """
    hidden = await _positions(uow, _PAIRS, round_, relations)
    total = round_.computed.certificate.pairs
    pairs: list[ChosenPair] = []
    for index, part in _parts(total, hidden, page):
        chunk = await _chunk(uow, PAIRS, round_, index)
        pairs += [pair for pair in chunk.pairs[part] if not relations.conceal(pair.mentor_id, pair.mentee_id)]
    return pairs, total - len(hidden)


async def unmatched_page(
    uow: UnitOfWork, round_: Round, relations: Relations, page: PageRequest
) -> Found[UnmatchedPerson]:
    """Return a page of a computed round's unmatched people and their number, without those concealed.

    Raises:
        Conflict: the round is not computed (yet), or its details are no longer kept.
    """
    hidden = await _positions(uow, _PEOPLE, round_, relations)
    total = round_.computed.unmatched
    people: list[UnmatchedPerson] = []
    for index, part in _parts(total, hidden, page):
        chunk = await _chunk(uow, UNMATCHED, round_, index)
        people += [each for each in chunk.people[part] if not relations.conceal(each.participant_id)]
    return people, total - len(hidden)


async def all_scores(uow: UnitOfWork, round_: Round, relations: Relations) -> dict[tuple[str, str], int]:
    """Return the points of all pairs of a computed round that may be seen, by mentor and mentee.

    Raises:
        Conflict: the round is not computed (yet), or its details are no longer kept.
    """
    scores: dict[tuple[str, str], int] = {}
    for index in range(chunk_count(round_.computed.certificate.pairs)):  # one at a time: others have a turn
        chunk = await _chunk(uow, PAIRS, round_, index)
        scores |= {(pair.mentor_id, pair.mentee_id): pair.score for pair in chunk.pairs}
    return {pair: score for pair, score in scores.items() if not relations.conceal(*pair)}


async def concealed_pairs(uow: UnitOfWork, rounds: Sequence[Round], relations: Relations) -> dict[str, int]:
    """Return the points of the concealed pairs of each of these rounds, by its id."""
    points: dict[str, int] = {}
    for row in await _rows(uow, _PAIRS, rounds, relations):
        points[row["round_id"]] = points.get(row["round_id"], 0) + row["item"]["score"]
    return points


async def concealed_people(uow: UnitOfWork, rounds: Sequence[Round], relations: Relations) -> dict[str, int]:
    """Return the number of concealed unmatched people of each of these rounds, by its id."""
    people: dict[str, int] = {}
    for row in await _rows(uow, _PEOPLE, rounds, relations):
        people[row["round_id"]] = people.get(row["round_id"], 0) + 1
    return people


async def _positions(uow: UnitOfWork, stored: Stored[Any], round_: Round, relations: Relations) -> list[int]:
    """Return the places in the whole list of what is concealed of it, in order."""
    rows = await _rows(uow, stored, [round_], relations)
    return sorted(int(row["id"].rpartition("-")[2]) * CHUNK + row["place"] for row in rows)


async def _rows(
    uow: UnitOfWork, stored: Stored[Any], rounds: Sequence[Round], relations: Relations
) -> list[Document]:
    """Return the concealed parts of these rounds, one row each; the database extracts them from chunks."""
    computed = [round_ for round_ in rounds if round_.figures]
    if not relations.concealed or not computed:
        return []
    outcomes = {(round_.id, round_.outcome) for round_ in computed}
    concealed = stored.concealed(relations)
    stages: list[Document] = [
        {"$unwind": {"path": f"${stored.field}", "includeArrayIndex": "place"}},
        {"$match": concealed},
        {"$project": {"_id": 0, "id": 1, "round_id": 1, "token": 1, "place": 1, "item": f"${stored.field}"}},
    ]
    chunks = {"round_id": {"$in": [round_.id for round_ in computed]}, **concealed}
    rows = await uow.aggregate(stored.collection, stages, chunks)
    return [row for row in rows if (row["round_id"], row["token"]) in outcomes]


def _parts(total: int, hidden: Sequence[int], page: PageRequest) -> Iterator[tuple[int, slice]]:
    """Yield the chunks, and the part of each, that hold one page of what is not hidden."""
    first, last = _whole(page.offset, hidden), _whole(page.offset + page.limit - 1, hidden)
    last = min(last, total - 1)
    for index in range(first // CHUNK, last // CHUNK + 1 if last >= first else 0):
        yield index, slice(max(0, first - index * CHUNK), last - index * CHUNK + 1)


def _whole(place: int, hidden: Sequence[int]) -> int:
    """Return the place in the whole list of what has this place among what is not hidden."""
    for each in hidden:
        if each > place:
            break
        place += 1
    return place


async def _chunk(uow: UnitOfWork, collection: Collection[A], round_: Round, index: int) -> A:
    """Return one chunk of a computed round.

    Raises:
        Conflict: it is that of a what-if of long ago.
    """
    chunk = await uow.get(collection, chunk_id(round_.id, round_.outcome, index))
    if chunk is None:
        raise Conflict("the details of this what-if are no longer kept", code="details-not-kept")
    return chunk
