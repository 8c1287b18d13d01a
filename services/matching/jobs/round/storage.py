"""Where the computing process reads and writes: units of work on its job's programme."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from services.matching.domain.not_computable import NotComputable
from services.matching.domain.people.person import Person
from services.matching.domain.rounds.inputs import Inputs, InputsChunk, pack, unpack
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.rounds.results.certificate import Certificate
from services.matching.domain.rounds.results.chunks import (
    ChosenPair,
    PairsChunk,
    UnmatchedChunk,
    chunk_id,
    chunks_of,
    facts_digest,
)
from services.matching.domain.solving.round_result import Match, RoundResult
from services.matching.jobs.protocol import Job
from services.matching.store import INPUTS, PAIRS, ROUNDS, UNMATCHED
from shared.contracts.matching import FailureCode
from shared.kernel import Aggregate
from shared.messaging import Collection, Transaction, Transactions, UnitOfWork

WHAT_IFS_KEPT: Final = timedelta(days=7)
"""After this time pairs, unmatched people and inputs of what-ifs are removed; their figures stay."""
INPUTS_KEPT: Final = timedelta(days=400)
"""A round can be repeated for this time."""
T = TypeVar("T")
A = TypeVar("A", bound=Aggregate)


class RoundStorage:
    """Units of work on the job's programme.

    Args:
        job: whose.
        transactions: of the service's database.
    """

    def __init__(self, job: Job, transactions: Transactions) -> None:
        self._job = job
        self._transactions = transactions

    async def run(self, work: Callable[[UnitOfWork, Job], Awaitable[T]]) -> T:
        """Run work in one transaction."""

        async def in_transaction(transaction: Transaction) -> T:
            job = self._job
            uow = UnitOfWork(
                transaction,
                job.scope,
                now=job.requested_at,
                correlation_id=job.round_id,
                causation_id=job.round_id,
            )
            result = await work(uow, job)
            transaction.absorb(uow.changes)
            return result

        return await self._transactions.run(in_transaction)

    async def keep(self, result: RoundResult, terms: Terms) -> None:
        """Keep a result in chunks, in place of what earlier tries have kept; what it came from beside it."""
        await self.run(_forget_earlier)
        digests = _Digests()
        pairs = [_chosen(match, digests) for match in result.matches]
        for index, chunk in chunks_of(pairs):
            await self._keep_one(PAIRS, PairsChunk(**self._of(index), pairs=tuple(chunk)))
        for index, people in chunks_of(result.unmatched):
            await self._keep_one(UNMATCHED, UnmatchedChunk(**self._of(index), people=tuple(people)))
        if not self._job.what_if:  # whose inputs are those of the round it is of
            await self._keep_inputs(result, terms)

    async def _keep_inputs(self, result: RoundResult, terms: Terms) -> None:
        until = self._expires_at or _in(INPUTS_KEPT)
        for index, part in pack(result.pool, terms, result.duals):
            own = {**self._of(index), "expires_at": until}
            await self._keep_one(INPUTS, InputsChunk(**own, index=index, part=part))

    async def inputs(self, round_id: str, token: int) -> Inputs:
        """Return the stored inputs of a round.

        Raises:
            NotComputable: it is no longer kept.
        """
        parts = await self._all(INPUTS, round_id, token)
        if not parts:
            raise NotComputable("the inputs of this round are no longer kept", FailureCode.INPUTS_GONE)
        return unpack(chunk.part for chunk in sorted(parts, key=lambda chunk: chunk.index))

    async def certificate(self, round_id: str) -> Certificate:
        """Return the proof of a computed round."""

        async def load(uow: UnitOfWork, job: Job) -> Certificate:
            del job
            return (await uow.require(ROUNDS, round_id)).computed.certificate

        return await self.run(load)

    async def scores(self, round_id: str, token: int) -> dict[tuple[str, str], int]:
        """Return a round's pairs (mentor and mentee) with their scores."""
        chunks = await self._all(PAIRS, round_id, token)
        return {(pair.mentor_id, pair.mentee_id): pair.score for chunk in chunks for pair in chunk.pairs}

    async def _all(self, collection: Collection[A], round_id: str, token: int) -> list[A]:
        async def load(uow: UnitOfWork, job: Job) -> list[A]:
            del job
            return await uow.find(collection, {"round_id": round_id, "token": token})

        return await self.run(load)

    @property
    def _expires_at(self) -> datetime | None:
        """A what-if's outcome vanishes; a round's stays."""
        return _in(WHAT_IFS_KEPT) if self._job.options.preview else None

    def _of(self, index: int) -> dict[str, Any]:
        job = self._job
        return {
            "id": chunk_id(job.round_id, job.token, index),
            "round_id": job.round_id,
            "token": job.token,
            "expires_at": self._expires_at,
            **job.scope.model_dump(),
        }

    async def _keep_one(self, collection: Collection[A], chunk: A) -> None:
        async def save(uow: UnitOfWork, job: Job) -> None:
            del job
            uow.save(collection, chunk)

        await self.run(save)


async def _forget_earlier(uow: UnitOfWork, job: Job) -> None:
    earlier = {"round_id": job.round_id, "token": {"$lt": job.token}}
    for pairs in await uow.find(PAIRS, earlier):
        uow.delete(PAIRS, pairs)
    for people in await uow.find(UNMATCHED, earlier):
        uow.delete(UNMATCHED, people)
    for inputs in await uow.find(INPUTS, earlier):
        uow.delete(INPUTS, inputs)


def _in(time: timedelta) -> datetime:
    """By the machine's clock, which the database removes things by."""
    return datetime.now(UTC) + time


class _Digests(dict[str, str]):
    """The digest of each person's facts, made once."""

    def of(self, person: Person) -> str:
        return self.get(person.id) or self.setdefault(person.id, facts_digest(person))


def _chosen(match: Match, digests: _Digests) -> ChosenPair:
    return ChosenPair(
        mentor_id=match.mentor.id,
        mentee_id=match.mentee.id,
        score=match.score,
        explanation=match.explanation,
        runner_up=match.runner_up,
        mentor_facts=digests.of(match.mentor),
        mentee_facts=digests.of(match.mentee),
    )
