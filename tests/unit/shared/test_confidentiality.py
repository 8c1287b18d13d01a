"""The kit shows, publishes, logs and keeps no field outside its class."""

from typing import Annotated, ClassVar

import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from shared.kernel import Aggregate
from shared.messaging import Collection, Reactions
from shared.runtime.auth import allow, open_to_all
from shared.runtime.caller import CallerRole
from shared.runtime.logging import _redact
from shared.schema import EventData, Part
from shared.schema.event_data import _BY_TYPE
from shared.schema.visibility import OutsideItsClassError, ShownTo, Visibility
from shared.service import Service, build
from shared.service.confidentiality import check_classes

SELF = ShownTo(Visibility.SELF)


class Diary(Aggregate):
    """An aggregate that a service of this test stores."""

    owner_id: str
    mood_level: Annotated[int, SELF] = 3


class Copied(BaseModel):
    """A view that copies the private field, without saying so."""

    mood_level: int


class Marked(BaseModel):
    """A view that says so."""

    mood_of_author: Annotated[int, SELF]


class OtherFact(BaseModel):
    """A view of something else with the same name."""

    mood_level: Annotated[int, ShownTo(Visibility.ORGANISATION)]


class OfGroup(BaseModel):
    """A view of a figure."""

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    mean: float


class Alert(BaseModel):
    """A view for those who handle a matter."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    matter: str


class Page(BaseModel):
    """A list, which holds what its items hold."""

    items: list[Copied]


PARTICIPANT, COORDINATOR, OPS = CallerRole.PARTICIPANT, CallerRole.COORDINATOR, CallerRole.OPS


DIARIES = Collection("diaries", Diary)


def service(view=None, *roles, keeps_private=True, guard=None):
    router = APIRouter()
    if view:

        @router.get("/diaries", dependencies=[guard or allow(*roles)])
        def read() -> view: ...

    return Service(
        name="diary",
        title="Diary",
        topic="mentoring.diary",
        summary="Diaries",
        routers=[router],
        reactions=Reactions(),
        collections=[DIARIES],
        keeps_private=keeps_private,
    )


def start(*args, **kwargs):
    """Put a service together; whatever is refused is refused before the settings are read."""
    return build(service(*args, **kwargs), None)


@pytest.mark.parametrize("view", [Copied, Marked, Page, list[Copied], Copied | None])
@pytest.mark.parametrize("roles", [(COORDINATOR,), (PARTICIPANT, COORDINATOR), (OPS,)])
def test_no_service_starts_that_shows_private_fields_to_others(view, roles):
    with pytest.raises(
        OutsideItsClassError, match=r"GET /diaries has \w+\.mood_\w+, which is of the class self"
    ):
        start(view, *roles)


def test_no_service_starts_that_shows_private_fields_to_everybody():
    with pytest.raises(OutsideItsClassError):
        start(Copied, guard=open_to_all("a test"))


@pytest.mark.parametrize(
    ("view", "roles"),
    [
        (Copied, (PARTICIPANT,)),
        (Marked, (PARTICIPANT,)),
        (OtherFact, (COORDINATOR,)),
        (OfGroup, (COORDINATOR,)),
        (Alert, (COORDINATOR,)),
        (Alert, (PARTICIPANT, COORDINATOR)),
    ],
)
def test_a_service_starts_that_shows_each_field_to_its_class(view, roles):
    fine = service(view, *roles)
    check_classes(fine.name, fine.routers, fine.collections, keeps_private=True)


@pytest.mark.parametrize(
    ("view", "roles"),
    [(OfGroup, (PARTICIPANT,)), (OfGroup, (OPS,)), (Alert, (OPS,)), (Alert, (COORDINATOR, OPS))],
)
def test_figures_are_for_coordinators_and_alerts_for_those_who_handle_them(view, roles):
    with pytest.raises(OutsideItsClassError):
        start(view, *roles)


def test_no_other_service_keeps_private_fields():
    with pytest.raises(OutsideItsClassError, match=r"the collection diaries has Diary\.mood_level"):
        start(keeps_private=False)


class Inside(Part):
    """A part of an event with a marked field."""

    mood_of_author: Annotated[int, SELF]


def test_an_event_with_a_private_field_cannot_be_declared():
    class DiaryEvent(EventData, product="mentoring", owner="diary"): ...

    with pytest.raises(OutsideItsClassError, match="the event written"):

        class Written(DiaryEvent, fact="written", aggregate="diary", key="diary_id"):
            diary_id: str
            parts: tuple[Inside, ...]

    assert not [type_ for type_ in _BY_TYPE if "diary" in type_]


def test_no_service_starts_that_publishes_a_copy_of_a_private_field():
    class DiaryEvent(EventData, product="mentoring", owner="diary"): ...

    class Copying(DiaryEvent, fact="copied", aggregate="diary", key="diary_id"):
        diary_id: str
        mood_level: int

    try:
        with pytest.raises(
            OutsideItsClassError, match=r"mentoring\.diary\.copied\.v1 has Copying\.mood_level"
        ):
            start()
    finally:
        del _BY_TYPE[Copying.contract.type]


@pytest.mark.parametrize(
    "facts",
    [
        {"record": Diary(id="d", tenant="acme", owner_id="e", mood_level=1)},
        {"records": [Diary(id="d", tenant="acme", owner_id="e", mood_level=1)]},
        {"by_id": {"d": Marked(mood_of_author=1)}},
        {"mood_level": 1},
    ],
)
def test_no_log_line_has_a_private_field(facts):
    line = _redact(None, "info", {"event": "saved", "diary_id": "d", **facts})
    assert line == {"event": "saved", "diary_id": "d", **dict.fromkeys(facts, "…")}
