"""Enumerations in events may grow: today's readers take a value that only a later release knows."""

from enum import StrEnum

import pytest
from pydantic import create_model

from shared.contracts import contracts
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.vocabulary import Open, Role
from shared.schema.compatibility import refusals

CLOSED = {"Role"}
"""Without knowing it a reader can do nothing sensible: another value is another version of the event."""


class Known(StrEnum):
    A = "a"


class Grown(StrEnum):
    A = "a"
    B = "b"


def schema(field: object, mode: str) -> dict[str, object]:
    return create_model("X", field=(field, ...)).model_json_schema(mode=mode)


def enumerations(node: object, *, opened: bool = False) -> set[tuple[str, bool]]:
    """The enumerations that a schema refers to, and whether each stands beside any other text."""
    if isinstance(node, list):
        return {each for item in node for each in enumerations(item)}
    if not isinstance(node, dict):
        return set()
    if "$ref" in node:
        return {(str(node["$ref"]).rsplit("/", 1)[1], opened)}
    beside_text = any(part.get("type") == "string" for part in node.get("anyOf", []))
    return {
        each
        for name, part in node.items()
        for item in (part if isinstance(part, list) else [part])
        for each in enumerations(item, opened=beside_text and name == "anyOf")
    }


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.type)
def test_every_enumeration_of_an_event_is_open(contract):
    read = contract.data.model_json_schema(mode="validation")
    enums = {name for name, part in read.get("$defs", {}).items() if "enum" in part} - CLOSED
    assert not {name for name, opened in enumerations(read) if name in enums and not opened}


def test_a_value_of_a_later_release_is_kept_as_it_is():
    sent = b'{"pairing_id": "p", "mentor_id": "m", "mentee_id": "e", "reason": "moved-abroad"}'
    read = PairingEnded.model_validate_json(sent)
    assert read.reason == "moved-abroad"
    assert b"moved-abroad" in read.model_dump_json().encode()
    known = PairingEnded.model_validate_json(sent.replace(b"moved-abroad", b"completed"))
    assert known.reason is PairingEndReason.COMPLETED


def test_growth_is_compatible_both_ways_where_open_and_not_where_closed():
    then, now = schema(Open[Known], "validation"), schema(Open[Grown], "validation")
    assert refusals(then, schema(Open[Grown], "serialization")) == []
    assert refusals(now, schema(Open[Known], "serialization")) == []
    assert "unknown" in refusals(schema(Known, "validation"), schema(Grown, "serialization"))[0]
    assert refusals(schema(Role, "validation"), schema(Open[Role], "validation"))
