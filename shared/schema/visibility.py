"""The audience of a field: each field of what a service stores about answers has one class.

A field is marked, ``rating: Annotated[int, ShownTo(Visibility.SELF)]``, or has the class that its model
states for all fields without a mark of their own (``shown_to``). The kit refuses a field outside its class:
an event that has it can't be declared, a service whose endpoints, events or collections have it doesn't
start, and no log line and no page of others shows it.

Copies count, too: a field of another model that has the name of a private one is private, unless it is marked
or its model states a class.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel


class Visibility(StrEnum):
    """The classes, from the narrowest to the widest."""

    SELF = "self"
    """The person whom the field is about, and nobody else."""
    PAIR = "pair"
    """The two of a pairing."""
    CIRCLE = "circle"
    """The members of a circle."""
    SPONSOR_ALERT = "sponsor-alert"
    """An individual matter that is brought to those who handle it, by relation."""
    COORDINATOR_AGGREGATE = "coordinator-aggregate"
    """Coordinators, of a group of people; never of one."""
    ORGANISATION = "organisation"
    """Everybody who runs the programme."""


PRIVATE: Final = frozenset({Visibility.SELF, Visibility.PAIR, Visibility.CIRCLE})
PUBLISHED: Final = frozenset({Visibility.COORDINATOR_AGGREGATE, Visibility.ORGANISATION})
"""The classes that events may carry."""


class OutsideItsClassError(TypeError):
    """A field would be shown, published or kept where its class does not allow it."""


@dataclass(frozen=True)
class ShownTo:
    """Marks a field with its class."""

    visibility: Visibility


def visibility_of(model: type[BaseModel], field: str) -> Visibility:
    """Return the class of a field: its own mark, or its model's.

    Raises:
        ValueError: it has no class, or more than one mark.
    """
    stated = _stated(model, field)
    if stated is None:
        raise ValueError(f"{model.__name__}.{field} needs one visibility class")
    return stated


def private_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields of a model and its parts that are marked or stated as private."""
    return frozenset(name for part, name in fields_in(model) if _stated(part, name) in PRIVATE)


def refuse_outside(
    kind: Any, allowed: Collection[Visibility], where: str, private: AbstractSet[str] = frozenset()
) -> None:
    """Refuse a type with a field of a class that is not allowed there.

    Args:
        kind: a model, or a type with models in it.
        allowed: the classes that may be there.
        where: named in the refusal.
        private: the names of private fields, of which a field without a class is a copy.

    Raises:
        OutsideItsClassError: a field doesn't belong there.
    """
    for model, name in fields_in(kind):
        assumed = Visibility.SELF if name in private else Visibility.ORGANISATION
        its = _stated(model, name) or assumed
        if its not in allowed:
            raise OutsideItsClassError(
                f"{where} has {model.__name__}.{name}, which is of the class {its.value}"
            )


def is_private(value: Any) -> bool:
    """Return whether a value is, or holds, a model with private fields."""
    if isinstance(value, BaseModel):
        return _is_private_model(type(value))
    if isinstance(value, Mapping):
        return any(map(is_private, value.values()))
    return isinstance(value, list | tuple | set | frozenset) and any(map(is_private, value))


_STORED_NAMES: Final[set[str]] = set()


def note_stored(model: type[BaseModel], apart_from: Iterable[str]) -> None:
    """Learn the names of a stored model's private fields, which no log line then shows."""
    _STORED_NAMES.update(private_fields(model).difference(apart_from))


def stored_private_names() -> AbstractSet[str]:
    """Return the names of the private fields that this process stores."""
    return _STORED_NAMES


def fields_in(kind: Any, seen: set[type] | None = None) -> Iterator[tuple[type[BaseModel], str]]:
    """Yield each field of the models in a type and of their parts; models may contain one another."""
    seen = set() if seen is None else seen
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        for name, field in kind.model_fields.items():
            yield kind, name
            yield from fields_in(field.annotation, seen)
    for part in get_args(kind):
        yield from fields_in(part, seen)


def _stated(model: type[BaseModel], field: str) -> Visibility | None:
    """Return the class that is stated for a field; None if none is.

    Raises:
        ValueError: it has more than one mark.
    """
    marks = [mark for mark in model.model_fields[field].metadata if isinstance(mark, ShownTo)]
    if len(marks) > 1:
        raise ValueError(f"{model.__name__}.{field} needs one visibility class")
    of_model: Any = getattr(model, "shown_to", None)
    stated = marks[0].visibility if marks else of_model
    return stated if isinstance(stated, Visibility) else None


@cache
def _is_private_model(model: type[BaseModel]) -> bool:
    return bool(private_fields(model))
