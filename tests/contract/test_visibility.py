"""Nothing of the classes *self* and *pair* leaves feedback but to the people it is about.

Enumerates every endpoint of every service with the roles that may call it, every event, and every row that
the console keeps for its pages.
"""

import importlib
from typing import get_args

import pytest
from pydantic import BaseModel

from services.catalogue import APPS, SERVICES
from services.feedback.api.views import CheckInFactsView
from services.feedback.domain.check_in import Answer
from services.feedback.store import COLLECTIONS
from shared.contracts import contracts
from shared.kernel import Aggregate
from shared.runtime.auth import Allow
from shared.runtime.caller import CallerRole
from shared.schema.personal import models_in
from shared.schema.visibility import PRIVATE, Visibility, visibility_of
from shared.service import PRIVATE_TEXT
from shared.service.documented_callers import guard_of, routes_of

STORED = sorted(
    {model for each in (*COLLECTIONS, *PRIVATE_TEXT) for model in models_in(each.model)},
    key=lambda m: m.__name__,
)
OWN_MODELS = [
    model for model in STORED if model.__module__.startswith(("services.feedback", "shared.encryption"))
]
SHARED_NAMES = {
    "answers": "also the number of answers that a survey of another service has",
    "answer": "also the answer to a proposal, which coordinators see",
    "people": "also the number of people of other groups",
    "total": "also the length of a list",
    "since": "also the instant since which two have not met",
    "state": "the state of many things; that of a check-in is not among them (see below)",
}
"""Names of private fields that other facts have too, each with the reason."""


def own_fields(model: type[BaseModel]) -> list[str]:
    return [name for name in model.model_fields if name not in Aggregate.model_fields]


def private_names() -> set[str]:
    return {
        name for model in OWN_MODELS for name in own_fields(model) if visibility_of(model, name) in PRIVATE
    } - SHARED_NAMES.keys()


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_every_stored_field_has_one_class(model):
    for name in own_fields(model):
        assert isinstance(visibility_of(model, name), Visibility)


def test_what_people_answer_is_their_own():
    assert private_names() >= {*Answer.model_fields, "answered_at"}


def fields_of(annotation, seen: set[type]) -> set[str]:
    """Return the names of all fields of a type and its parts; conditions of a policy contain one another."""
    names: set[str] = set()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        for name, field in annotation.model_fields.items():
            names |= {name} | fields_of(field.annotation, seen)
    for argument in get_args(annotation):
        names |= fields_of(argument, seen)
    return names


def fields_answered(route) -> set[str]:
    return fields_of(route.response_model, set())


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_no_endpoint_shows_private_fields_to_anybody_but_a_participant(service):
    """An endpoint that shows some is a participant's own: its path says ``me``, or it is the answer."""
    seen = 0
    for router in importlib.import_module(APPS[service]).SERVICE.routers:
        for route in routes_of(router):
            guard = guard_of(route)
            roles = guard.roles if isinstance(guard, Allow) else ()
            private = fields_answered(route) & private_names()
            seen += 1
            if private:
                assert set(roles) == {CallerRole.PARTICIPANT}, (route.path, private)
                assert "/me/" in route.path or route.path.endswith("/answer"), (route.path, private)
    assert seen


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.type)
def test_no_event_has_a_private_field(contract):
    fields = {name for model in models_in(contract.data) for name in model.model_fields}
    assert not fields & private_names()


def test_no_row_of_the_console_has_a_private_field():
    collections = importlib.import_module("services.console.store").COLLECTIONS
    for each in collections:
        fields = {name for model in models_in(each.model) for name in model.model_fields}
        assert not fields & private_names(), each.name


def test_coordinators_do_not_see_whether_a_check_in_was_answered():
    assert not {"state", "answered_at", "answer"} & CheckInFactsView.model_fields.keys()
