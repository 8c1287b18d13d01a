"""The registry of reactions: the function for each event."""

import itertools
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from shared.messaging.incoming.retry_policy import RetryPolicy
from shared.messaging.unit_of_work import UnitOfWork
from shared.messaging.wire.envelope import Event
from shared.persistence.collection import Collection
from shared.schema import EventData

D = TypeVar("D", bound=EventData)
Handler = Callable[[Event[D], UnitOfWork], Awaitable[None]]
Fields = str | tuple[str, ...]
Replaces = Mapping[Collection[Any], Fields]
"""Copies by id: each collection, with the fields of the data that hold ids."""
Loads = Mapping[Collection[Any], Fields | Callable[[Event[Any]], Iterable[str]]]
"""The aggregates that a reaction loads by id: as above, or a function that makes the ids of the event."""
OF_PROGRAMME: Final = "scope.programme"
"""In place of a field: the one that has the programme's own id."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """One event type's function.

    Attributes:
        data: the class of the event's data.
        handler: the function.
        loads: what to read for a whole batch in one round trip, before the handlers ask for it.
        replaces: the copies whose facts the event replaces.
        retry: when to try its events again; None as the service does.
    """

    data: type[EventData]
    handler: Handler[Any]
    loads: Loads
    replaces: Replaces
    retry: RetryPolicy | None = None

    def wanted(self, event: Event[Any]) -> Iterator[tuple[Collection[Any], str]]:
        """Yield the collection and id of each aggregate to read for an event."""
        return _named(self.loads, event)

    def replaced(self, event: Event[Any]) -> Iterator[tuple[Collection[Any], str]]:
        """Yield the collection and id of each copy whose facts the event replaces."""
        return _named(self.replaces, event)


class Reactions:
    """A service's reactions, one function per event type.

    Used so::

        reactions = Reactions()

        @reactions.on(PairingActivated, loads={PAIRINGS: "pairing_id"})
        async def plan_series(event: Event[PairingActivated], uow: UnitOfWork) -> None: ...

    A reaction that raises leaves no trace: its event is parked with its key and tried again.

    Args:
        loads: what all of them load.
    """

    def __init__(self, loads: Loads | None = None) -> None:
        self._loads = loads or {}
        self._reactions: dict[str, Reaction] = {}

    def on(
        self,
        *types: type[D],
        loads: Loads | None = None,
        replaces: Replaces | None = None,
        retry: RetryPolicy | None = None,
    ) -> Callable[[Handler[D]], Handler[D]]:
        """Register a function for these event types.

        Args:
            types: the classes of the events' data.
            loads: collections the function loads from, by fields of the data or by ids made of the event.
                Only for speed: a batch's aggregates are then read in one round trip; what is not named is
                read when asked for.
            replaces: collections of copies whose facts the function replaces, by fields of the data that hold
                their ids. It is not called for an event that is older than what such a copy has taken in of
                the same aggregate. The copies are loaded as well.
            retry: when to try events again that this function failed on, instead of the service's policy.
        """

        def register(handler: Handler[D]) -> Handler[D]:
            for data in types:
                if data.contract.type in self._reactions:
                    raise TypeError(f"two reactions to {data.contract.type}")
                every = {**self._loads, **(replaces or {}), **(loads or {})}
                named = (*every.values(), *(replaces or {}).values())
                for field in itertools.chain.from_iterable(map(_fields, named)):
                    if field != OF_PROGRAMME and field not in data.model_fields:
                        raise TypeError(f"{data.__name__} has no field {field!r} to load by")
                self._reactions[data.contract.type] = Reaction(data, handler, every, replaces or {}, retry)
            return handler

        return register

    def beside(self, *types: type[D]) -> Callable[[Handler[D]], Handler[D]]:
        """Register a function that follows these types' own reactions, and is the reaction to the others.

        Both work in one transaction. Use it once the types' own functions are registered.
        """

        def register(handler: Handler[D]) -> Handler[D]:
            for data in types:
                own = self._reactions.get(data.contract.type)
                self._reactions[data.contract.type] = (
                    replace(own, handler=_in_turn(own.handler, handler))
                    if own
                    else Reaction(data, handler, loads={}, replaces={})
                )
            return handler

        return register

    def find(self, type_: str) -> Reaction | None:
        """Return the reaction to an event type, or None."""
        return self._reactions.get(type_)

    def retry_policy(self, type_: str, default: RetryPolicy) -> RetryPolicy:
        """Return when to try events of a type again: the reaction's own policy, or the default."""
        reaction = self.find(type_)
        return (reaction.retry if reaction else None) or default

    def find_other_version(self, type_: str) -> Reaction | None:
        """Return the reaction to another version of the same fact, or None."""
        fact = type_.rpartition(".v")[0]
        others = (reaction for name, reaction in self._reactions.items() if name.rpartition(".v")[0] == fact)
        return next(others, None)

    @property
    def types(self) -> list[str]:
        """The event types reacted to."""
        return sorted(self._reactions)

    @property
    def topics(self) -> list[str]:
        """The topics these types come on."""
        return sorted({reaction.data.contract.topic for reaction in self._reactions.values()})


def _in_turn(first: Handler[Any], second: Handler[Any]) -> Handler[Any]:
    async def handle(event: Event[Any], uow: UnitOfWork) -> None:
        await first(event, uow)
        await second(event, uow)

    return handle


def _named(loads: Loads, event: Event[Any]) -> Iterator[tuple[Collection[Any], str]]:
    for collection, named in loads.items():
        if callable(named):
            yield from ((collection, id_) for id_ in named(event))
        for field in _fields(named):
            id_ = event.scope.programme if field == OF_PROGRAMME else str(getattr(event.data, field))
            yield collection, id_


def _fields(named: Fields | Callable[..., Any]) -> tuple[str, ...]:
    if callable(named):
        return ()
    return (named,) if isinstance(named, str) else named
