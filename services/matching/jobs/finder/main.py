"""The finder process: keeps the people of programmes in memory, and finds the best partners of a person.

Run by the finder as ``python -m services.matching.jobs.finder.main``; searches come as lines on its input.
People are read once, and after that only those who have changed; waiting searches of one programme are
answered together, and tenants take turns. The process ends with its input. Its answers are a moment old: the
command that shows a person checks again, in a transaction.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.scoring.ranking import MOST, rank_partners
from services.matching.jobs.finder.fairness import ProgrammeCache, SearchQueue
from services.matching.jobs.protocol import Search, SearchResult
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound, RuleBroken, Scope
from shared.messaging import Transaction, Transactions, UnitOfWork
from shared.runtime.mongo import connect, database

_LINE_BYTES: Final = 2**20
_TOGETHER: Final = 32
"""Searches answered at once at most."""
_COMPANY_SECONDS: Final = 0.002
"""The time that a first search waits for others, to be answered together."""
_UNSURE: Final = timedelta(minutes=2)
"""The time until the writes of a transaction are visible, and the difference between clocks, at most."""


class PeopleCache:
    """The people of one programme, as last read.

    Attributes:
        people: by id.
        read_at: when; by the machine's clock, as ``saved_at`` is.
    """

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.read_at: datetime | None = None

    async def refresh(self, uow: UnitOfWork) -> Terms:
        """Read the people who have changed, and the terms."""
        at = datetime.now(UTC)
        if self.read_at is None:
            changed = await uow.find(PEOPLE, {"state": PersonState.READY})
        else:
            changed = await uow.find(PEOPLE, {"saved_at": {"$gt": self.read_at - _UNSURE}})
        self.people.update((person.id, person) for person in changed)
        self.read_at = at
        return await current_terms(uow, uow.scope.programme)


class Searcher:
    """Answers searches on one database.

    Args:
        transactions: of the service's database.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._caches: ProgrammeCache[PeopleCache] = ProgrammeCache()

    async def answer(self, searches: Sequence[Search]) -> list[SearchResult]:
        """Answer these searches, all of one programme, together."""
        scope = searches[0].scope
        register = self._caches.pop(scope) or PeopleCache()
        try:
            terms = await self._refresh(register, scope, max(search.now for search in searches))
            replies = _best(register.people, searches, terms)
        except (RuleBroken, NotFound) as error:
            return [
                SearchResult(number=search.number, refused=error.message, code=error.code)
                for search in searches
            ]
        self._caches.keep(scope, register)
        return replies

    async def _refresh(self, register: PeopleCache, scope: Scope, now: datetime) -> Terms:
        async def read(transaction: Transaction) -> Terms:
            uow = UnitOfWork(transaction, scope, now=now, correlation_id="", causation_id="")
            return await register.refresh(uow)

        return await self._transactions.run(read)


def _best(people: Mapping[str, Person], searches: Sequence[Search], terms: Terms) -> list[SearchResult]:
    best: dict[str, tuple[str, ...]] = {}
    for role in Role:
        chooser_ids = {search.person_id for search in searches if search.person_id in people}
        choosers = [people[id_] for id_ in sorted(chooser_ids) if people[id_].role is role]
        others = [person for person in people.values() if person.role is not role]
        best |= rank_partners(choosers, others, terms)
    return [
        SearchResult(
            number=search.number,
            ids=tuple(id_ for id_ in best.get(search.person_id, ()) if id_ not in search.passed),
            has_more=len(best.get(search.person_id, ())) == MOST,
        )
        for search in searches
    ]


async def main() -> None:
    """Answer until the input ends."""
    lines = asyncio.StreamReader(limit=_LINE_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    queue = SearchQueue()
    async with asyncio.TaskGroup() as tasks:
        answering = tasks.create_task(_answer_all(queue))
        while line := await lines.readline():
            queue.add(Search.model_validate_json(line))
        answering.cancel()


async def _answer_all(queue: SearchQueue) -> None:
    """Answer waiting searches, turn by turn."""
    searcher: Searcher | None = None
    while True:
        await queue.wait()
        await asyncio.sleep(_COMPANY_SECONDS)
        searches = queue.take(_TOGETHER)
        if searcher is None:
            first = searches[0]
            client = connect(first.mongo_uri)
            own = database(client, first.mongo_database)
            searcher = Searcher(Transactions("matching", client, own, lambda _: None))
        for reply in await searcher.answer(searches):
            sys.stdout.write(reply.model_dump_json() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
