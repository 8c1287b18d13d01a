"""The compatibility check itself: it must let growth through and stop what breaks somebody."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from shared.schema.compatibility import refusals


class Base(BaseModel):
    model_config = ConfigDict(title="X")


class Then(Base):
    id: str
    size: int = Field(ge=1, le=5)
    word: str | None = None


class Grown(Base):
    id: str
    size: int = Field(ge=1, le=5)
    word: str | None = None
    more: tuple[int, ...] = ()


class Demanding(Base):
    id: str
    size: int = Field(ge=1, le=5)
    word: str | None = None
    more: int


class Forgetful(Base):
    size: int = Field(ge=1, le=5)
    word: str | None = None


class Narrower(Base):
    id: str
    size: int = Field(ge=1, le=4)
    word: str | None = None


class Wider(Base):
    id: str
    size: int = Field(ge=1, le=6)
    word: str | None = None


class Retyped(Base):
    id: int
    size: int = Field(ge=1, le=5)
    word: str | None = None


class NeverNull(Base):
    id: str
    size: int = Field(ge=1, le=5)
    word: str = ""


def schemas(model: type[BaseModel]) -> tuple[dict[str, Any], dict[str, Any]]:
    return model.model_json_schema(mode="validation"), model.model_json_schema(mode="serialization")


def both_ways(then: type[BaseModel], now: type[BaseModel]) -> tuple[list[str], list[str]]:
    then_reads, then_sends = schemas(then)
    now_reads, now_sends = schemas(now)
    return refusals(now_reads, then_sends), refusals(then_reads, now_sends)


def test_an_optional_field_more_is_fine_both_ways():
    assert both_ways(Then, Grown) == ([], [])
    assert both_ways(Grown, Then) == ([], [])


@pytest.mark.parametrize(
    ("now", "today_cannot_read", "yesterday_cannot_read"),
    [
        (Demanding, ["more: expected, but not always sent"], []),
        (Forgetful, [], ["id: expected, but not always sent"]),
        (Narrower, ["size: maximum 5 is above 4"], []),
        (Wider, [], ["size: maximum 6 is above 5"]),
        (Retyped, ["id: string where integer is expected"], ["id: integer where string is expected"]),
        (NeverNull, ["word: null where string is expected"], []),
    ],
)
def test_a_change_that_breaks_somebody_is_named(now, today_cannot_read, yesterday_cannot_read):
    assert both_ways(Then, now) == (today_cannot_read, yesterday_cannot_read)
