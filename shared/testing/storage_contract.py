# ruff: noqa: S101 (a contract asserts)
"""The contract of any storage of outbox and inbox, checked on a real database.

Another database behind the kit passes these same checks, each a coroutine that raises ``AssertionError``
saying what is not as it must be.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

from pymongo.errors import PyMongoError

from shared.kernel import Scope
from shared.messaging.incoming import inbox
from shared.messaging.incoming.inbox import INBOX, create_inbox_indexes
from shared.messaging.outgoing.outbox import create_outbox_indexes, outbox_row
from shared.messaging.wire.envelope import Envelope, event_id, event_key
from shared.persistence.transaction import OUTBOX, Transaction
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import Client, Database
from shared.schema import EventData

Check = Callable[["CheckedStorage"], Awaitable[None]]

DEBEZIUM: Final = ("_id", "aggregatetype", "aggregateid", "type", "payload")
"""The text fields of a row that Debezium's outbox router reads."""


class Abort(Exception):  # noqa: N818
    """A check's own reason to roll back."""


class CheckedStorage:
    """A database of the check's own, with an event to store.

    Args:
        client: the driver's client.
        database: empty.
        data: any event that is no timer.
        scope: whose event it is.
    """

    def __init__(self, client: Client, database: Database, data: EventData, scope: Scope) -> None:
        self.database = database
        self.data = data
        self.transactions = Transactions(data.owner, client, database, lambda _: None)
        self._scope = scope

    async def prepare(self) -> None:
        """Create the indexes; safe to repeat."""
        for _ in range(2):
            await create_outbox_indexes(self.database, keep_days=7)
            await create_inbox_indexes(self.database, keep_days=30)

    def envelope(self, sequence: int) -> Envelope:
        """Return the envelope of the n-th event of the one key."""
        subject = str(getattr(self.data, self.data.contract.key))
        key = event_key(self._scope, self.data.contract.aggregate, subject)
        return Envelope(
            id=event_id(key, sequence),
            type=self.data.contract.type,
            source=self.data.contract.source,
            time=datetime.now(UTC),
            scope=self._scope,
            subject=subject,
            key=key,
            sequence=sequence,
            correlation_id="contract",
            causation_id="contract",
        )

    async def insert(self, *sequences: int) -> None:
        """Put events into the outbox, in one transaction."""

        async def work(transaction: Transaction) -> None:
            for sequence in sequences:
                row = outbox_row(self.envelope(sequence), self.data, position=transaction.started)
                await self.database[OUTBOX].insert_one(row, session=transaction.session)

        await self.transactions.run(work)

    async def take(self, *ids: str, consumer: str = "one", abort: bool = False) -> set[str]:
        """Note events in the inbox unless seen, as a consumer does; returns those that were seen."""
        known: set[str] = set()

        async def work(transaction: Transaction) -> None:
            nonlocal known
            known = set(await inbox.seen(self.database, transaction.session, consumer, ids))
            inbox.remember(transaction, consumer, {id_: b"" for id_ in ids if id_ not in known})
            if abort:
                raise Abort

        await self.transactions.run(work)
        return known


async def outbox_rows_map_to_debezium(storage: CheckedStorage) -> None:
    """A row's first fields are those of Debezium's outbox router, and its payload is the data alone."""
    await storage.insert(1)
    row = await storage.database[OUTBOX].find_one({})
    assert row is not None, "the row is not there"
    for name in DEBEZIUM:
        assert isinstance(row[name], str), f"{name} is no text"
        assert row[name], f"{name} is empty"
    envelope = storage.envelope(1)
    assert row["_id"] == envelope.id, "_id is not the event's id"
    assert row["aggregateid"] == envelope.subject, "aggregateid is not the aggregate's id"
    assert row["type"] == storage.data.contract.type, "type is not the contract's"
    assert type(storage.data).model_validate_json(row["payload"]) == storage.data, (
        "the payload is not the data"
    )
    assert row["published_at"] is None, "the row claims to be published"


async def outbox_refuses_a_second_row_of_a_place(storage: CheckedStorage) -> None:
    """One event for each place in a key's order, so that two writers of an aggregate can't both win.

    An event's id is made of its key and its place, so the ids are all that has to be unique.
    """
    await storage.insert(1)
    await _refused(storage.insert(1), "two events have the same place in their key's order")
    assert storage.envelope(1).id != storage.envelope(2).id, "two places have the same id"


async def outbox_keeps_nothing_of_a_rolled_back_transaction(storage: CheckedStorage) -> None:
    """Events become visible together, or not at all."""
    await storage.insert(2)
    await _refused(storage.insert(1, 2), "a transaction with a refused row was committed")
    assert await storage.database[OUTBOX].count_documents({}) == 1, "part of a transaction was kept"


async def outbox_lets_published_rows_expire_and_no_others(storage: CheckedStorage) -> None:
    """The index that expires rows covers those with a date of publication only."""
    index = (await storage.database[OUTBOX].index_information())["expiry"]
    assert index["expireAfterSeconds"] == 7 * 86_400, "rows are not kept for 7 days"
    partial = index["partialFilterExpression"]
    assert partial == {"published_at": {"$type": "date"}}, "rows not yet published could expire"


async def inbox_remembers_each_consumer_by_itself(storage: CheckedStorage) -> None:
    """Two consumers have inboxes of their own."""
    assert await storage.take("a", "b") == set(), "an empty inbox has seen something"
    assert await storage.take("a", "b", "c") == {"a", "b"}, "the inbox forgot"
    assert await storage.take("a", consumer="two") == set(), "another consumer's note counts"


async def inbox_forgets_what_was_rolled_back(storage: CheckedStorage) -> None:
    """A note lives and dies with the effect."""
    await _refused(storage.take("a", abort=True), "the transaction was committed", Abort)
    assert await storage.take("a") == set(), "a note outlived its transaction"


async def inbox_refuses_a_second_note(storage: CheckedStorage) -> None:
    """Even for a consumer that did not look."""
    await storage.take("a")

    async def blind(transaction: Transaction) -> None:
        inbox.remember(transaction, "one", {"a": b""})

    await _refused(storage.transactions.run(blind), "an event was noted twice")


async def inbox_lets_one_of_two_at_once_win(storage: CheckedStorage) -> None:
    """Two replicas with the same event: one has it fresh, the other finds it seen."""
    outcomes = await asyncio.gather(*(storage.take("a") for _ in range(8)))
    assert outcomes.count(set()) == 1, "more than one had the event fresh, or none"


async def inbox_notes_expire(storage: CheckedStorage) -> None:
    """After the days kept, by the database itself."""
    index = (await storage.database[INBOX].index_information())["expiry"]
    assert index["expireAfterSeconds"] == 30 * 86_400, "notes are not kept for 30 days"


async def _refused(attempt: Awaitable[object], otherwise: str, error: type[Exception] = PyMongoError) -> None:
    try:
        await attempt
    except error:
        return
    raise AssertionError(otherwise)


CHECKS: Final[tuple[Check, ...]] = (
    outbox_rows_map_to_debezium,
    outbox_refuses_a_second_row_of_a_place,
    outbox_keeps_nothing_of_a_rolled_back_transaction,
    outbox_lets_published_rows_expire_and_no_others,
    inbox_remembers_each_consumer_by_itself,
    inbox_forgets_what_was_rolled_back,
    inbox_refuses_a_second_note,
    inbox_lets_one_of_two_at_once_win,
    inbox_notes_expire,
)
