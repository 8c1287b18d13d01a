"""Personal data in events: what is personal is marked, so that nothing shows it by accident.

Events carry ids and facts; names, addresses and a person's own words stay with their owner. Facts that tell
something of a person are marked, ``grade: Annotated[int, Personal()]``, and then no log and no page for
operators shows them:

* who the person is in the organisation: employee ids, profile, managers, pay panel;
* what they answered, chose or decided, and for what reason: ratings, refusals, cancellations, exits;
* what the platform concludes of them: assessment, score, explanation, health.

Not marked is what operators need to find and repair a thing: opaque ids, roles in a pair, counts, instants.
A test goes through all contracts and finds each number, enumeration, flag and text either marked or listed
with the reason why it is not.

No event carries a sentence: text is an id, a code or a `Label`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, TypeAlias, get_args

from pydantic import BaseModel, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from shared.schema.event_data import EventData, all_contracts, find_contract

HIDDEN: Final = "…"


@dataclass(frozen=True)
class Personal:
    """Marks a field that tells of a person what only its owner should; the schema says so too."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "x-personal": True}


@dataclass(frozen=True)
class Named:
    """Marks text by which the organisation calls a part of itself."""


Label: TypeAlias = Annotated[str, Named(), StringConstraints(max_length=500)]
"""The organisation's name of a part of itself: a department, a team. Any characters, in its own language."""


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield a model and all models of its fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for argument in get_args(annotation):
        yield from models_in(argument)


@cache
def personal_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the personal fields of a model and its parts."""
    return frozenset(
        name
        for part in models_in(model)
        for name, field in part.model_fields.items()
        if any(isinstance(mark, Personal) for mark in field.metadata) or _marks_inside(field.annotation)
    )


def all_personal_fields() -> frozenset[str]:
    """Return the names of the personal fields of all registered events."""
    return frozenset().union(*(personal_fields(contract.data) for contract in all_contracts()))


def without_personal(data: EventData) -> dict[str, Any]:
    """Return an event's data as JSON, without its personal fields at any depth."""
    hidden = personal_fields(type(data))
    kept: dict[str, Any] = _without(data.model_dump(mode="json"), hidden, named=False)
    return kept


def mask(type_: str, payload: str) -> str:
    """Return an event's data as text without what is personal.

    Nothing is shown of a payload that does not fit its contract, or whose contract this release doesn't know:
    it may hold anything anywhere.
    """
    contract = find_contract(type_)
    if contract is None:
        return HIDDEN
    try:
        data = contract.data.model_validate_json(payload)
    except ValueError:
        return HIDDEN
    # Fields that the contract doesn't have are gone by now.
    shown = _without(data.model_dump(mode="json"), personal_fields(contract.data), named=True)
    return json.dumps(shown, ensure_ascii=False)


def _without(data: Any, hidden: frozenset[str], *, named: bool) -> Any:
    """Hide fields at any depth; their names stay where ``named`` says so."""
    if isinstance(data, dict):
        return {
            name: HIDDEN if name in hidden else _without(part, hidden, named=named)
            for name, part in data.items()
            if named or name not in hidden
        }
    return [_without(part, hidden, named=named) for part in data] if isinstance(data, list) else data


def _marks_inside(annotation: Any) -> bool:
    """Return whether a part of an annotation is marked, as in ``Annotated[str, Personal()] | None``."""
    return any(isinstance(part, Personal) or _marks_inside(part) for part in get_args(annotation))
