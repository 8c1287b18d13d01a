"""Fields about a person are marked as personal, and masked wherever operators or logs show events."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel, Field, StringConstraints

from shared.contracts import contracts
from shared.contracts.enrollment import MatchingProfile
from shared.contracts.vocabulary import Identifier, Open, Role, _Open
from shared.runtime.logging import _redact
from shared.schema import EventData, Part
from shared.schema.personal import (
    HIDDEN,
    Label,
    Named,
    Personal,
    all_personal_fields,
    mask,
    models_in,
    personal_fields,
)
from shared.schema.samples import sample
from tests.contract.not_personal import EVERYWHERE, NOT_ABOUT_PEOPLE, NOT_PERSONAL

MODELS = sorted({model for contract in contracts() for model in models_in(contract.data)}, key=str)
ID_PATTERN = get_args(Identifier)[1].pattern
SAYS_WHAT_IT_IS = (Personal, Named, _Open)


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


def leaves(hint: Any, marks: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The plain types in a type, each with the marks around it; parts are looked at by themselves."""
    if hasattr(hint, "__metadata__"):
        yield from leaves(get_args(hint)[0], (*marks, *hint.__metadata__))
        return
    inside = get_args(hint)
    for part in inside:
        yield from leaves(part, marks)
    if not inside:
        yield hint, marks


def is_opaque_id(hint: Any, marks: tuple[Any, ...]) -> bool:
    """Ids that say nothing by themselves; an employee's id is no such, as HR's systems know it."""
    constraints = [mark for mark in marks if isinstance(mark, StringConstraints)]
    return hint is str and any(mark.pattern == ID_PATTERN and not mark.to_lower for mark in constraints)


def tells(hint: Any, marks: tuple[Any, ...]) -> bool:
    """Whether it is a number, flag, enumeration or text."""
    if not isinstance(hint, type) or is_opaque_id(hint, marks):
        return False
    return issubclass(hint, (int, float, str))


def telling(model: type[BaseModel]) -> set[str]:
    hints = get_type_hints(model, include_extras=True)
    return {
        name for name in model.model_fields if any(tells(hint, marks) for hint, marks in leaves(hints[name]))
    }


def parts_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models an annotation names itself."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts_of(argument)


def shown_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Return a model and its parts, except those in personal fields."""
    yield model
    for name, field in model.model_fields.items():
        if name not in personal_fields(model):
            for part in parts_of(field.annotation):
                yield from shown_models(part)


SHOWN = sorted({model for contract in contracts() for model in shown_models(contract.data)}, key=str)


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_every_fact_about_a_person_is_marked_or_listed_with_a_reason(model):
    known = set(NOT_PERSONAL.get(model.__name__, {})) | EVERYWHERE.keys()
    if model.__name__ in NOT_ABOUT_PEOPLE:
        assert not personal_fields(model)
        return
    assert telling(model) - personal_fields(model) - known == set()


def test_the_lists_of_what_is_not_personal_name_real_fields_only():
    models = {model.__name__: model for model in SHOWN}
    assert {*NOT_PERSONAL, *NOT_ABOUT_PEOPLE} <= models.keys()
    for name, fields in NOT_PERSONAL.items():
        assert fields.keys() <= telling(models[name]) - personal_fields(models[name]), name
    assert all(len(reason) > 10 for fields in NOT_PERSONAL.values() for reason in fields.values())


def test_answers_profiles_and_decisions_are_personal():
    assert all_personal_fields() >= {
        "degree", "birth_decade", "pay_panel", "line", "features", "result", "reason",
        "employee_id", "mentor_employee_id", "explanation", "score", "health", "absent", "by",
    }  # fmt: skip


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.type)
def test_operators_still_see_which_thing_it_is(contract):
    payload = json.dumps(sample(contract.data.model_json_schema()))
    assert contract.key not in personal_fields(contract.data)
    assert json.loads(mask(contract.type, payload))[contract.key] != HIDDEN


def test_no_log_line_loses_what_operators_need():
    """Logs blank personal fields of events by name, so no log line may use these names otherwise."""
    used = {
        keyword.arg
        for folder in ("shared", "services")
        for path in Path(folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "log"
        for keyword in call.keywords
    }
    assert {"error", "event_type"} <= used
    published = {name for contract in contracts() for name in personal_fields(contract.data)}
    assert used & published == set()


class Note(Part):
    """A part with all there may be."""

    author: Identifier
    role: Open[Role]
    team: Label
    about: str
    also: tuple[str | None, ...] = ()
    sizes: Annotated[str, Field(max_length=3)] = ""
    code: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    words: Annotated[str, Personal()] | None = None
    nick: Annotated[str, Personal()] = ""


class NoteLeft(EventData, product="test", owner="testing", fact="note-left", aggregate="note", key="note_id"):
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
    note = {"author": "a", "role": "mentor", "team": "t", "about": "x", "words": "mine", "nick": "Zed"}
    masked = json.loads(mask(NoteLeft.contract.type, json.dumps({"note_id": "n", "notes": [note]})))
    hidden = {"words": HIDDEN, "nick": HIDDEN, "also": [], "sizes": "", "code": "a"}
    assert masked == {"note_id": "n", "notes": [note | hidden]}


@pytest.mark.parametrize(
    "payload",
    ['{"notes": [{"words": "mi', '{"note_id": "mine, too", "notes": []}', "[]", "7", "", '{"notes": "mine"}'],
)
def test_nothing_is_shown_of_what_does_not_fit_its_contract(payload):
    assert mask(NoteLeft.contract.type, payload) == HIDDEN


def test_nothing_is_shown_of_an_unknown_type_nor_of_fields_no_contract_has():
    assert mask("mentoring.unknown.v1", '{"words": "x"}') == HIDDEN
    shown = mask(NoteLeft.contract.type, '{"note_id": "n", "notes": [], "name": "Zed"}')
    assert json.loads(shown) == {"note_id": "n", "notes": []}


def test_no_log_line_shows_what_is_personal():
    line = _redact(None, "info", {"event": "noted", "nick": "Zed", "author": "a-1"})
    assert (line["nick"], line["author"]) == (HIDDEN, "a-1")
