"""Commands over HTTP: all or nothing, and one effect however often the request is repeated."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, Concatenate, Final, Generic, ParamSpec, TypeVar, get_type_hints

from fastapi import Depends, Header, Request
from pydantic import StringConstraints, TypeAdapter

from shared.kernel import ORGANISATION_WIDE, RuleBroken, Scope, keyed_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.indexes import expiry_index
from shared.persistence.transaction import Transaction
from shared.runtime.caller import Caller
from shared.runtime.clock import Clock
from shared.runtime.mongo import Database, Document, ensure_indexes
from shared.service.admission import Admission
from shared.service.group_commit import GroupCommit

P = ParamSpec("P")
T = TypeVar("T")

Command = Callable[Concatenate[UnitOfWork, P], Awaitable[T]]
"""A use case: works on a unit of work and returns what the caller is shown."""

COMMANDS: Final = "commands"
REMEMBER_DAYS: Final = 2

IdempotencyKey = Annotated[
    str | None,
    Header(description="A request repeated with the same key takes effect once and gets the same answer."),
    StringConstraints(min_length=1, max_length=128),
]
TraceParent = Annotated[str, Header(include_in_schema=False, max_length=55)]


class Repeatable(Generic[T]):
    """A command under an idempotency key: its result is kept in the transaction that has its effect.

    The result is kept whole, for two days and for its caller only: a repeated request must get the same
    answer. It is as well guarded as the aggregate in the same database; a command that handles text which is
    stored encrypted returns it encrypted.
    """

    def __init__(
        self,
        caller: Caller,
        programme: str | None,
        command: Callable[..., Awaitable[T]],
        args: tuple[object, ...],
        kwargs: dict[str, object],
        key: str,
    ) -> None:
        name = f"{command.__module__}.{command.__qualname__}"
        self._request = f"{name}{programme}{args!r}{kwargs!r}"
        self._result: TypeAdapter[T] = TypeAdapter(get_type_hints(command).get("return", Any))
        self._slot = {"tenant": caller.tenant, "sub": caller.sub, "key": key}

    async def find(self, transaction: Transaction) -> tuple[T] | None:
        """Return the result of an earlier run of the command, or None.

        Raises:
            RuleBroken: the key was used for another request.
        """
        row = await transaction.database[COMMANDS].find_one({"_id": self._slot}, session=transaction.session)
        if row is None:
            return None
        if row["fingerprint"] != self._fingerprint(transaction):
            raise RuleBroken(
                "this key was used for another request", code="key-used", field="Idempotency-Key"
            )
        return (self._result.validate_json(row["result"]),)

    def row(self, transaction: Transaction, result: T) -> Document:
        """Return the result, to be kept beside the effect."""
        return {
            "_id": self._slot,
            "fingerprint": self._fingerprint(transaction),
            "result": self._result.dump_json(result),
            "at": datetime.now(UTC),
        }

    def _fingerprint(self, transaction: Transaction) -> str:
        """Return a digest of the request under a key, since words in it can be guessed."""
        return keyed_id(transaction.id_key, self._request)


class Runner:
    """Runs commands and queries for one request.

    Args:
        group_commit: of the service's database.
        clock: the domain's time.
        correlation_id: goes into every event the request causes.
        idempotency_key: what the client calls this request, if it does.
        traceparent: the caller's trace context, if any.
        admission: refuses what is too much; None for work that is never refused.
    """

    def __init__(
        self,
        group_commit: GroupCommit,
        clock: Clock,
        *,
        correlation_id: str,
        idempotency_key: str | None,
        traceparent: str,
        admission: Admission | None = None,
    ) -> None:
        self._group_commit = group_commit
        self._admission = admission
        self._admitted = False
        self._clock = clock
        self._correlation_id = correlation_id
        self._idempotency_key = idempotency_key
        self._traceparent = traceparent

    async def command(
        self,
        caller: Caller,
        programme: str | None,
        command: Callable[Concatenate[UnitOfWork, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a command, all or nothing, as this caller, on this programme (None: the whole organisation).

        With an idempotency key the result is kept in the transaction; a repeated request gets it again.

        Raises:
            RuleBroken: the key was used for another request before.
            Overloaded: there is too much to do.
        """
        key = self._idempotency_key
        repeatable = Repeatable(caller, programme, command, args, kwargs, key) if key else None

        async def work(transaction: Transaction) -> T:
            if repeatable:
                earlier = await repeatable.find(transaction)
                if earlier:
                    return earlier[0]
            uow = self._unit(transaction, caller, programme)
            result = await command(uow, *args, **kwargs)
            kept = repeatable and repeatable.row(
                transaction, result
            )  # before anything is kept of it: this may fail
            transaction.absorb(uow.changes)
            if kept:
                await transaction.database[COMMANDS].insert_one(kept, session=transaction.session)
            return result

        with self._place():
            return await self._group_commit.run(work, tenant=caller.tenant, caller=caller.sub)

    async def read(
        self,
        caller: Caller,
        programme: str | None,
        query: Callable[Concatenate[UnitOfWork, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a query on one consistent snapshot; it must not save."""

        async def work(transaction: Transaction) -> T:
            uow = self._unit(transaction, caller, programme)
            result = await query(uow, *args, **kwargs)
            if uow.changes:
                raise TypeError(f"{query.__qualname__} is a query but saves: run it as a command")
            return result

        with self._place():
            return await self._group_commit.transactions.run(work)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Occupy a place among the concurrent requests."""
        if self._admission is None:
            yield
            return
        with self._admission.place(admitted=self._admitted):
            self._admitted = True
            yield

    def _unit(self, transaction: Transaction, caller: Caller, programme: str | None) -> UnitOfWork:
        return UnitOfWork(
            transaction,
            Scope(tenant=caller.tenant, programme=programme or ORGANISATION_WIDE),
            now=self._clock.now(),
            correlation_id=self._correlation_id,
            causation_id=self._correlation_id,
            traceparent=self._traceparent,
        )


def _make_runner(request: Request, correlation_id: str, traceparent: str, key: str | None = None) -> Runner:
    return Runner(
        request.app.state.group_commit,
        request.app.state.clock,
        correlation_id=correlation_id,
        idempotency_key=key,
        traceparent=traceparent,
        admission=request.app.state.admission,
    )


async def _runner(
    request: Request, idempotency_key: IdempotencyKey = None, traceparent: TraceParent = ""
) -> Runner:
    return _make_runner(request, request.headers["x-correlation-id"], traceparent, idempotency_key)


async def _runner_of_many(request: Request, traceparent: TraceParent = "") -> Runner:
    return _make_runner(request, request.headers["x-correlation-id"], traceparent)


async def _reader(request: Request) -> Runner:
    return _make_runner(request, "", "")


Run = Annotated[Runner, Depends(_runner)]
"""For endpoints that change something: ``await run.command(caller, programme_id, commands.accept, …)``."""

RunMany = Annotated[Runner, Depends(_runner_of_many)]
"""For endpoints that take many transactions: an idempotency key stands for one command."""

Read = Annotated[Runner, Depends(_reader)]
"""For endpoints that only look: ``await read.read(caller, programme_id, queries.list_pairings, …)``."""


async def create_command_indexes(database: Database) -> None:
    """Forget kept results after a while."""
    await ensure_indexes(
        database[COMMANDS],
        [expiry_index("at", days=REMEMBER_DAYS)],
    )
