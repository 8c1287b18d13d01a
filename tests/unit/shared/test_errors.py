"""Errors of commands: a message with its parameters, and the input they are about."""

import pytest

from shared.kernel import Conflict, DomainError, NotFound, RuleBroken, TooMany

ERRORS = [
    RuleBroken("no {role} has this id", code="unknown-person", role="mentor", field="mentor_id"),
    Conflict("the state is {state}", code="wrong-state", state="done"),
    NotFound("no such programme"),
    TooMany("wait {seconds_left} s", code="too-many", seconds=5, seconds_left=5),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_moves_to_another_input_and_stays_what_it_is(error: DomainError) -> None:
    moved = error.at("policy.mentor_id")
    assert type(moved) is type(error)
    assert str(moved) == str(error) == moved.message
    assert vars(moved) == vars(error) | {"field": "policy.mentor_id"}
    assert error.field != moved.field


def test_the_message_has_the_parameters() -> None:
    assert ERRORS[0].message == "no mentor has this id"
    assert ERRORS[0].params == {"role": "mentor"}
