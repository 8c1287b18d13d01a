# ruff: noqa: S101 (a contract asserts)
"""The contract of a storage behind a unit of work, checked in memory and on a real database."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

from pydantic import BaseModel
from pymongo.errors import PyMongoError

from shared.kernel import Aggregate, Scope
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.collection import Collection
from shared.persistence.transaction import OUTBOX, Transaction
from shared.runtime.mongo import Document
from shared.schema import EventData

T = TypeVar("T")
NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
SCOPE: Final = Scope(tenant="t1", programme="p1", region="emea")


class ThingPart(BaseModel):
    """A nested part of a thing."""

    name: str
    count: int | None = None


class Thing(Aggregate):
    """An aggregate with a field of each kind that the services store."""

    name: str
    count: int | None = None
    ready: bool = False
    at: datetime | None = None
    tags: tuple[str, ...] = ()
    part: ThingPart | None = None
    parts: tuple[ThingPart, ...] = ()


THINGS: Final = Collection("things", Thing)
STORED: Final[tuple[Mapping[str, Any], ...]] = (
    {"name": "a", "count": 1, "ready": True, "at": NOON, "tags": ("x", "y")},
    {"name": "b", "count": 2, "at": NOON + timedelta(days=1), "part": ThingPart(name="p", count=3)},
    {"name": "c", "tags": ("y",), "parts": (ThingPart(name="p", count=1), ThingPart(name="q", count=5))},
    {"name": "d", "count": 0, "ready": True, "tags": ("z", "x"), "part": ThingPart(name="q")},
    {"name": "B", "count": 2, "at": NOON - timedelta(seconds=1), "parts": (ThingPart(name="q"),)},
)
QUERIES: Final[tuple[Mapping[str, Any], ...]] = (
    {},
    {"name": "b"},
    {"name": None},
    {"count": None},
    {"count": 2, "ready": False},
    {"count": True},
    {"ready": 1},
    {"count": {"$ne": 2}},
    {"count": {"$ne": None}},
    {"count": {"$in": [0, None]}},
    {"count": {"$nin": [1, 2]}},
    {"count": {"$gt": 0}},
    {"count": {"$gte": 0, "$lt": 2}},
    {"count": {"$lte": 1}},
    {"name": {"$gt": "a"}},
    {"name": {"$lt": 1}},
    {"at": NOON},
    {"at": {"$gte": NOON}},
    {"at": {"$lt": NOON + timedelta(hours=1)}},
    {"tags": "x"},
    {"tags": ["y"]},
    {"tags": []},
    {"tags": {"$ne": "x"}},
    {"tags": {"$in": ["z", "q"]}},
    {"tags": {"$nin": ["y"]}},
    {"tags": {"$size": 2}},
    {"tags": {"$gt": "y"}},
    {"tags.0": "y"},
    {"tags.1": {"$exists": True}},
    {"tags.1": {"$exists": False}},
    {"part.name": "q"},
    {"part.count": None},
    {"part.count": {"$exists": True}},
    {"part.count": {"$ne": 3}},
    {"part": None},
    {"part": {"name": "p", "count": 3}},
    {"parts.name": "q"},
    {"parts.count": {"$gt": 2}},
    {"parts.count": None},
    {"parts.0.name": "q"},
    {"parts": {"$size": 0}},
    {"missing": None},
    {"missing": {"$exists": False}},
    {"missing": {"$ne": 1}},
    {"missing": {"$lt": 1}},
    {"$or": [{"name": "a"}, {"count": 2}]},
    {"$and": [{"tags": "x"}, {"tags": "z"}]},
    {"$nor": [{"ready": True}, {"count": 2}]},
    {"$or": [{"count": {"$gt": 1}}, {"$and": [{"ready": True}, {"tags": {"$ne": "y"}}]}]},
    {"tenant": "other"},
)
ORDERS: Final = (
    [("name", 1)],
    [("name", -1)],
    [("count", 1), ("name", 1)],
    [("count", -1), ("name", 1)],
    [("at", 1), ("name", -1)],
    [("ready", -1), ("name", 1)],
    [("part.name", 1), ("name", 1)],
)


class Storage(Protocol):
    """Runs work in transactions; ``rows`` shows what is committed."""

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work; where it raises, nothing of it is kept."""

    async def documents(self, collection: str) -> list[Document]:
        """Return all documents of a collection."""


Check = Callable[[Storage, EventData, EventData], Awaitable[None]]
"""A storage, an event that isn't a timer, and one that is."""


async def in_unit(storage: Storage, work: Callable[[UnitOfWork], Awaitable[T]], scope: Scope = SCOPE) -> T:
    """Run work in a unit of work of its own."""

    async def unit(transaction: Transaction) -> T:
        uow = UnitOfWork(transaction, scope, now=NOON, correlation_id="c", causation_id="c")
        result = await work(uow)
        transaction.absorb(uow.changes)
        return result

    return await storage.run(unit)


def thing(id_: str, scope: Scope = SCOPE, **fields: Any) -> Thing:
    """Return one of these."""
    return Thing(id=id_, tenant=scope.tenant, programme=scope.programme, region=scope.region, **fields)


async def fill(storage: Storage) -> None:
    """Store things, and one of another programme and of another tenant with the same fields."""
    for scope in (SCOPE, Scope(tenant="t1", programme="p2"), Scope(tenant="t2", programme="p1")):

        async def save_all(uow: UnitOfWork) -> None:
            for number, fields in enumerate(STORED):
                uow.save(THINGS, thing(str(number), uow.scope, **fields))

        await in_unit(storage, save_all, scope)


async def finds_what_queries_say(storage: Storage) -> list[object]:
    """Return the names that each query, order and page gives; the same on every storage."""

    async def look_up(uow: UnitOfWork) -> list[object]:
        by_name = [("name", 1)]
        answers: list[object] = [
            [each.name for each in await uow.find(THINGS, query, sort=by_name)] for query in QUERIES
        ]
        answers += [await uow.count(THINGS, query) for query in QUERIES]
        answers += [[each.name for each in await uow.find(THINGS, sort=order)] for order in ORDERS]
        for skip, limit in ((0, 2), (1, 2), (4, 3), (9, 1), (1, 0)):
            page = await uow.find(THINGS, sort=by_name, skip=skip, limit=limit)
            answers.append([each.name for each in page])
        fields = ("name", "part.count", "at", "tags", "missing.name")
        for limit in (0, 3):
            pages = uow.rows(THINGS, fields, {"name": {"$ne": "c"}}, sort=by_name, limit=limit, at_once=2)
            answers.append([page async for page in pages])
        return answers

    return await in_unit(storage, look_up)


async def sees_its_own_changes(storage: Storage, event: EventData, timer: EventData) -> None:
    """A unit finds what it has saved and no longer finds what it has deleted."""

    async def change(uow: UnitOfWork) -> list[str]:
        uow.save(THINGS, thing("1", name="one"), event)
        uow.save(THINGS, thing("2", name="two"))
        uow.delete(THINGS, thing("2", name="two"))
        uow.schedule(timer, NOON)
        return [each.name for each in await uow.find(THINGS)]

    assert await in_unit(storage, change) == ["one"]
    saved = await in_unit(storage, lambda uow: uow.require(THINGS, "1"))
    assert (saved.name, saved.version) == ("one", 1)


async def stores_what_was_saved_last(storage: Storage, event: EventData, _: EventData) -> None:
    """The document has the last state, whichever fields change, once or twice in a unit."""

    async def make(uow: UnitOfWork) -> Thing:
        return uow.save(THINGS, thing("1", name="new"))

    last = await in_unit(storage, make)
    for fields in (*STORED, {"name": "z", "tags": ()}):

        async def change(uow: UnitOfWork, fields: Mapping[str, Any] = fields) -> Thing:
            before = await uow.require(THINGS, "1")
            between = uow.save(THINGS, before.changed(count=7, part=ThingPart(name="between")), event)
            assert await uow.count(THINGS, {"count": 7, "part.name": "between"}) == 1
            assert await uow.get(THINGS, "2") is None
            return uow.save(THINGS, between.changed(**{"part": before.part, **fields}))

        last = await in_unit(storage, change)
        (document,) = await storage.documents(THINGS.name)
        assert THINGS.from_document(document) == last
        assert document.keys() == THINGS.to_document(last).keys()


async def makes_anew_what_was_deleted(storage: Storage, _: EventData, __: EventData) -> None:
    """A thing that is deleted and made again in one unit is the new one, sent between or not."""
    await fill(storage)

    async def make_again(uow: UnitOfWork) -> None:
        for id_ in ("0", "1"):
            uow.delete(THINGS, await uow.require(THINGS, id_))
            if id_ == "1":
                assert await uow.count(THINGS, {"name": {"$in": ["a", "b"]}}) == 0
            uow.save(THINGS, thing(id_, name="again"))

    await in_unit(storage, make_again)

    async def look(uow: UnitOfWork) -> list[Thing]:
        return [await uow.require(THINGS, id_) for id_ in ("0", "1")]

    rows = await in_unit(storage, look)
    assert [(each.name, each.count, each.tags) for each in rows] == [("again", None, ())] * 2


async def deletes_what_a_query_says(storage: Storage, event: EventData, _: EventData) -> None:
    """All that matches is gone, what this unit has saved included, and nothing of other programmes."""
    await fill(storage)

    async def clear(uow: UnitOfWork) -> list[str]:
        uow.save(THINGS, thing("9", name="x", count=2), event)
        assert await uow.get(THINGS, "1")
        await uow.delete_all(THINGS, {"count": 2})
        assert await uow.get(THINGS, "1") is None
        return [each.name for each in await uow.find(THINGS, sort=[("name", 1)])]

    assert await in_unit(storage, clear) == ["a", "c", "d"]
    assert len(await storage.documents(THINGS.name)) == 3 + 2 * len(STORED)


async def keeps_nothing_of_a_failed_unit(storage: Storage, event: EventData, timer: EventData) -> None:
    """A unit that raises leaves no document and no event."""

    async def fail(uow: UnitOfWork) -> None:
        uow.save(THINGS, thing("1", name="one"), event)
        uow.schedule(timer, NOON)
        assert await uow.count(THINGS) == 1
        raise LookupError

    try:
        await in_unit(storage, fail)
    except LookupError:
        pass
    else:
        raise AssertionError("the unit's error was swallowed")
    assert await storage.documents(THINGS.name) == []
    assert await storage.documents(OUTBOX) == []


async def refuses_a_second_event_of_a_version(storage: Storage, event: EventData, _: EventData) -> None:
    """Two events of one aggregate cannot have the same sequence number."""

    async def publish(uow: UnitOfWork) -> None:
        uow.save(THINGS, thing("1", name="one"), event)

    await in_unit(storage, publish)
    try:
        await in_unit(storage, publish)
    except PyMongoError:
        pass
    else:
        raise AssertionError("the same version was published twice")
    assert len(await storage.documents(OUTBOX)) == 1


async def sets_moves_and_cancels_timers(storage: Storage, _: EventData, timer: EventData) -> None:
    """A timer is one row, which a later time replaces; what isn't set cannot be moved."""
    later = NOON + timedelta(days=2)

    async def times() -> list[datetime]:
        return [row["due_at"] for row in await storage.documents(OUTBOX)]

    async def run(work: Callable[[UnitOfWork], None]) -> None:
        async def unit(uow: UnitOfWork) -> None:
            work(uow)

        await in_unit(storage, unit)

    await run(lambda uow: uow.move(timer, NOON))
    assert await times() == []
    await run(lambda uow: uow.schedule(timer, NOON))
    await run(lambda uow: uow.schedule(timer, later))
    assert await times() == [later]
    await run(lambda uow: uow.move(timer, NOON))
    assert await times() == [NOON]
    await run(lambda uow: uow.cancel(timer))
    assert await times() == []


CHECKS: Final[tuple[Check, ...]] = (
    deletes_what_a_query_says,
    sees_its_own_changes,
    stores_what_was_saved_last,
    makes_anew_what_was_deleted,
    keeps_nothing_of_a_failed_unit,
    refuses_a_second_event_of_a_version,
    sets_moves_and_cancels_timers,
)
