"""Looking at what rounds have computed: pairs, people left over, two rounds side by side."""

from collections.abc import Sequence
from typing import TypeVar

from services.matching.domain.comparison import Comparison, Run, compare
from services.matching.domain.impact import Impact
from services.matching.domain.left_out import LeftOut
from services.matching.domain.outcome import CHUNK, ChosenPair, chunk_count, chunk_id
from services.matching.domain.round import Round, RoundState
from services.matching.domain.ruling import Ruling
from services.matching.domain.study import Cost
from services.matching.store import PAIRS, ROUNDS, UNMATCHED
from shared.kernel import Aggregate, Conflict
from shared.messaging.storage import Collection
from shared.messaging.unit_of_work import UnitOfWork

T = TypeVar("T")
A = TypeVar("A", bound=Aggregate)


async def list_pairs(
    uow: UnitOfWork, round_id: str, limit: int, offset: int
) -> tuple[Sequence[ChosenPair], int]:
    """The pairs a round's computation chose, and how many there are; also a what-if's.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed (yet).
    """
    round_ = await uow.require(ROUNDS, round_id)
    total = round_.computed.certificate.pairs
    chunks = await _chunks(uow, PAIRS, round_, total, limit, offset)
    return _cut([pair for chunk in chunks for pair in chunk.pairs], limit, offset), total


async def list_unmatched(
    uow: UnitOfWork, round_id: str, limit: int, offset: int
) -> tuple[Sequence[LeftOut], int]:
    """The people a round left over, with the reason, and how many there are.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed (yet).
    """
    round_ = await uow.require(ROUNDS, round_id)
    total = round_.computed.unmatched
    chunks = await _chunks(uow, UNMATCHED, round_, total, limit, offset)
    return _cut([person for chunk in chunks for person in chunk.people], limit, offset), total


async def get_impact(uow: UnitOfWork, round_id: str) -> Impact:
    """A round by groups of people, as computed.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed (yet), or was before such a summary was made.
    """
    impact = (await uow.require(ROUNDS, round_id)).computed.impact
    if impact is None:
        raise Conflict("this round was computed before impact was")
    return impact


async def compare_rounds(uow: UnitOfWork, one: str, other: str) -> Comparison:
    """Two rounds' outcomes side by side, as computed.

    Raises:
        NotFound: no such round.
        Conflict: one of them is not computed (yet).
    """
    return compare(await _run(uow, one), await _run(uow, other))


async def _run(uow: UnitOfWork, round_id: str) -> Run:
    round_ = await uow.require(ROUNDS, round_id)
    figures = round_.computed
    scores: dict[tuple[str, str], int] = {}
    for index in range(chunk_count(figures.certificate.pairs)):  # one at a time: others want to be answered
        chunk = await _chunk(uow, PAIRS, round_, index)
        scores |= {(pair.mentor_id, pair.mentee_id): pair.score for pair in chunk.pairs}
    return Run(round_id, scores, figures.unmatched)


async def _chunks(
    uow: UnitOfWork, collection: Collection[A], round_: Round, total: int, limit: int, offset: int
) -> list[A]:
    """The chunks that hold this page."""
    last = min(offset + limit, total)
    return [
        await _chunk(uow, collection, round_, index) for index in range(offset // CHUNK, chunk_count(last))
    ]


async def _chunk(uow: UnitOfWork, collection: Collection[A], round_: Round, index: int) -> A:
    """One chunk of a computed round.

    Raises:
        Conflict: it is that of a what-if of long ago.
    """
    found = await uow.get(collection, chunk_id(round_.id, round_.outcome, index))
    if found is None:
        raise Conflict("the details of this what-if are no longer kept")
    return found


def _cut(items: list[T], limit: int, offset: int) -> list[T]:
    """A page out of the chunks that hold it."""
    first = offset % CHUNK
    return items[first : first + limit]


async def list_rulings(
    uow: UnitOfWork, round_id: str, limit: int, offset: int
) -> tuple[list[tuple[Ruling, RoundState | None, Cost | None]], int]:
    """A round's decisions, each with the state of its what-if and the cost once it is computed.

    Raises:
        NotFound: no such round.
    """
    rulings = (await uow.require(ROUNDS, round_id)).rulings
    found: list[tuple[Ruling, RoundState | None, Cost | None]] = []
    for ruling in rulings[offset : offset + limit]:
        study = await uow.get(ROUNDS, ruling.study) if ruling.study else None
        cost = study.figures.cost if study and study.figures else None
        found.append((ruling, study.state if study else None, cost))
    return found, len(rulings)
