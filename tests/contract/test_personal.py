"""No event carries a name or a person's own words, unless the field says that it is personal."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel, Field

from shared.contracts import contracts, registry
from shared.contracts.base import EventData, Part
from shared.contracts.enrollment import MatchingProfile
from shared.contracts.personal import (
    HIDDEN,
    Personal,
    Wording,
    Words,
    all_personal_fields,
    mask,
    models_in,
    personal_fields,
)
from shared.contracts.vocabulary import Identifier, Open, Role, _Open
from shared.runtime.logging import _redact

MODELS = sorted({model for contract in contracts() for model in models_in(contract.data)}, key=str)
SAYS_WHAT_IT_IS = (Personal, Wording, _Open)


def says(mark: Any) -> bool:
    """Whether an annotation says what a text is: by a marker, or by a pattern it has to fit."""
    patterns = [mark, *getattr(mark, "metadata", ())]
    return isinstance(mark, SAYS_WHAT_IT_IS) or any(getattr(each, "pattern", None) for each in patterns)


def unmarked(hint: Any) -> Iterator[Any]:
    """Texts of any kind in a type."""
    if hint is str:
        yield hint
    base, *marks = get_args(hint) or (None,)
    if hasattr(hint, "__metadata__"):
        if not any(says(mark) for mark in marks):
            yield from unmarked(base)
        return
    for part in get_args(hint):
        yield from unmarked(part)


def free_texts(model: type[BaseModel]) -> list[str]:
    hints = get_type_hints(model, include_extras=True)
    return [name for name in model.model_fields if list(unmarked(hints[name]))]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_text_of_an_event_says_what_it_is(model):
    assert free_texts(model) == []


def test_nothing_published_is_personal_today():
    assert all_personal_fields() == frozenset()


class Note(Part):
    """A part with all there may be."""

    author: Identifier
    role: Open[Role]
    team: Words
    about: str
    also: tuple[str | None, ...] = ()
    sizes: Annotated[str, Field(max_length=3)] = ""
    code: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    words: Annotated[str, Personal()] | None = None
    nick: Annotated[str, Personal()] = ""


class NoteLeft(EventData, owner="testing", fact="note-left", aggregate="note", key="note_id"):
    """An event of the test."""

    note_id: Identifier
    notes: tuple[Note, ...]


def test_the_search_finds_plain_texts_and_only_these():
    assert free_texts(Note) == ["about", "also", "sizes"]
    assert free_texts(MatchingProfile) == []


def test_personal_fields_are_found_in_parts_and_said_in_the_schema():
    assert personal_fields(NoteLeft) == {"words", "nick"}
    properties = NoteLeft.model_json_schema()["$defs"]["Note"]["properties"]
    assert properties["nick"]["x-personal"] is True
    assert properties["words"]["anyOf"][0]["x-personal"] is True
    assert "x-personal" not in properties["team"]


def test_what_is_personal_is_masked_wherever_it_stands():
    note = {"author": "a", "about": "x", "words": "mine", "nick": None}
    masked = json.loads(mask(NoteLeft.contract.type, json.dumps({"note_id": "n", "notes": [note]})))
    assert masked == {"note_id": "n", "notes": [note | {"words": HIDDEN, "nick": HIDDEN}]}
    assert mask(NoteLeft.contract.type, '{"notes": [{"words": "mi') == HIDDEN
    assert mask("mentoring.unknown.v1", '{"words": "x"}') == '{"words": "x"}'


def test_no_log_line_shows_what_is_personal(monkeypatch):
    monkeypatch.setattr(registry, "_LANGUAGE", "")  # this test's events are published ones for once
    all_personal_fields.cache_clear()
    line = _redact(None, "info", {"event": "noted", "nick": "Zed", "author": "a-1"})
    all_personal_fields.cache_clear()
    assert (line["nick"], line["author"]) == (HIDDEN, "a-1")
