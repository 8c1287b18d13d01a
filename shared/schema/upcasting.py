"""Old versions of an event, turned into newer ones by pure functions, one step at a time."""

from collections.abc import Callable
from typing import Any, TypeVar

from shared.schema.event_data import EventData

Old = TypeVar("Old", bound=EventData)
New = TypeVar("New", bound=EventData)

_STEPS: dict[type[EventData], tuple[type[EventData], Callable[[Any], EventData]]] = {}


def upcaster(old: type[Old], new: type[New]) -> Callable[[Callable[[Old], New]], Callable[[Old], New]]:
    """Register the step from one version to the next: pure, and defined for all data of the old.

    Raises:
        TypeError: they are not one fact at two consecutive versions, or the step is there already.
    """
    before, after = old.contract, new.contract
    if (before.owner, before.fact, before.version + 1) != (after.owner, after.fact, after.version):
        raise TypeError(f"{after.type} does not follow {before.type}")
    if old in _STEPS:
        raise TypeError(f"two steps from {before.type}")

    def register(step: Callable[[Old], New]) -> Callable[[Old], New]:
        _STEPS[old] = (new, step)
        return step

    return register


def path(old: type[EventData], new: type[EventData]) -> bool:
    """Return whether steps lead from one version to the other."""
    while old is not new and old in _STEPS:
        old = _STEPS[old][0]
    return old is new


def upcast(data: EventData, target: type[New]) -> New:
    """Bring data to a newer version, step by step."""
    while not isinstance(data, target):
        data = _STEPS[type(data)][1](data)
    return data
