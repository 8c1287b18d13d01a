"""The audience of a field: each field of what a service stores about answers has one class.

A field is marked, ``rating: Annotated[int, ShownTo(Visibility.SELF)]``, or has the class that its model
states for all fields without a mark of their own (``shown_to``). A test enumerates endpoints, events and read
models, and finds no private field outside its class.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel


class Visibility(StrEnum):
    """The classes, from the narrowest to the widest."""

    SELF = "self"
    """The person whom the field is about, and nobody else."""
    PAIR = "pair"
    """The two of a pairing."""
    SPONSOR_ALERT = "sponsor-alert"
    """An individual matter that is brought to those who handle it, by relation."""
    COORDINATOR_AGGREGATE = "coordinator-aggregate"
    """Coordinators, of a group of people; never of one."""
    ORGANISATION = "organisation"
    """Everybody who runs the programme."""


PRIVATE = frozenset({Visibility.SELF, Visibility.PAIR})


@dataclass(frozen=True)
class ShownTo:
    """Marks a field with its class."""

    visibility: Visibility


def visibility_of(model: type[BaseModel], field: str) -> Visibility:
    """Return the class of a field: its own mark, or its model's.

    Raises:
        ValueError: it has no class, or more than one mark.
    """
    marks = [mark for mark in model.model_fields[field].metadata if isinstance(mark, ShownTo)]
    stated: Any = getattr(model, "shown_to", None)
    if len(marks) > 1 or (not marks and not isinstance(stated, Visibility)):
        raise ValueError(f"{model.__name__}.{field} needs one visibility class")
    return marks[0].visibility if marks else Visibility(stated)
