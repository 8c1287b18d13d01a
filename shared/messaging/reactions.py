"""Which function reacts to which event."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from shared.contracts import EventData
from shared.messaging.envelope import Event
from shared.messaging.unit_of_work import UnitOfWork

D = TypeVar("D", bound=EventData)
Handler = Callable[[Event[D], UnitOfWork], Awaitable[None]]


class Reactions:
    """A service's reactions, one function per event type.

    Used so::

        reactions = Reactions()

        @reactions.on(PairingActivated)
        async def plan_series(event: Event[PairingActivated], uow: UnitOfWork) -> None: ...

    A reaction that raises leaves no trace: its event is parked with its key and tried again.
    """

    def __init__(self) -> None:
        self._handlers: dict[str, tuple[type[EventData], Handler[Any]]] = {}

    def on(self, *types: type[D]) -> Callable[[Handler[D]], Handler[D]]:
        """Register a function for these event types."""

        def register(handler: Handler[D]) -> Handler[D]:
            for data in types:
                if data.contract.type in self._handlers:
                    raise TypeError(f"two reactions to {data.contract.type}")
                self._handlers[data.contract.type] = (data, handler)
            return handler

        return register

    def find(self, type_: str) -> tuple[type[EventData], Handler[Any]] | None:
        """The data class and the function for an event type, or None."""
        return self._handlers.get(type_)

    @property
    def types(self) -> list[str]:
        """The event types reacted to."""
        return sorted(self._handlers)

    @property
    def topics(self) -> list[str]:
        """The topics these types come on."""
        return sorted({data.contract.topic for data, _ in self._handlers.values()})
