"""Where the computing process reads and writes: units of work on its job's programme."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from services.matching.domain.draft import Draft, Match
from services.matching.domain.outcome import (
    ChosenPair,
    PairsChunk,
    UnmatchedChunk,
    chunk_id,
    chunks_of,
    facts_digest,
)
from services.matching.domain.person import Person
from services.matching.jobs.lines import Job
from services.matching.store import PAIRS, UNMATCHED
from shared.kernel import Aggregate
from shared.messaging.storage import Collection
from shared.messaging.transaction import Transaction, Transactions
from shared.messaging.unit_of_work import UnitOfWork

T = TypeVar("T")
A = TypeVar("A", bound=Aggregate)


class Desk:
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

    async def keep(self, draft: Draft) -> None:
        """Keep a draft in chunks, in place of what earlier tries have kept."""
        await self.run(_forget_earlier)
        digests = _Digests()
        pairs = [_chosen(match, digests) for match in draft.matches]
        for index, chunk in chunks_of(pairs):
            await self._keep_one(PAIRS, PairsChunk(**self._of(index), pairs=tuple(chunk)))
        for index, people in chunks_of(draft.unmatched):
            await self._keep_one(UNMATCHED, UnmatchedChunk(**self._of(index), people=tuple(people)))

    def _of(self, index: int) -> dict[str, Any]:
        job = self._job
        id_ = chunk_id(job.round_id, job.token, index)
        return {"id": id_, "round_id": job.round_id, "token": job.token, **job.scope.model_dump()}

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
