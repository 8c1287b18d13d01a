"""A coordinator's own conditions on pairs: AND, OR and NOT over tests of published features."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from shared.contracts.vocabulary import Role

DEEPEST: Final = 6
"""Levels of nesting."""
LARGEST: Final = 50
"""Tests in one condition."""


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class All(_Node):
    """Every part holds."""

    all: Annotated[tuple["Expression", ...], Field(min_length=1, max_length=20)]


class AnyOf(_Node):
    """At least one part holds."""

    any: Annotated[tuple["Expression", ...], Field(min_length=1, max_length=20)]


class Not(_Node):
    """The part doesn't hold."""

    negated: Annotated["Expression", Field(alias="not")]


_Number = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
_Word = Annotated[str, StringConstraints(max_length=100)]


class SideTest(_Node):
    """A test of one of the two; what is unknown passes none.

    Attributes:
        feature: what is tested.
        of: the mentor or the mentee.
        test: ``one-of`` needs words (of levels: any of them at ``level`` or above), the others one number.
        values: to compare with.
        level: least level, for features with levels.
    """

    feature: _Word
    of: Role
    test: Annotated[Literal["one-of", "at-least", "at-most"], Field(alias="is")]
    values: Annotated[tuple[_Number | _Word, ...], Field(min_length=1, max_length=100)]
    level: Annotated[int, Field(ge=1, le=5)] = 1


class PairTest(_Node):
    """A comparison of the two; what is unknown passes none.

    Attributes:
        feature: what is compared.
        compare: ``same`` value, or number no more than ``by`` apart; ``above`` and ``below`` tell where the
            mentor is, by at least so much; ``shared`` word, at level ``by`` or above.
        by: how much.
    """

    feature: _Word
    compare: Literal["same", "within", "above", "below", "shared"]
    by: Annotated[int, Field(ge=0, le=100)] = 1


def _tag(node: Any) -> str:
    """Return the kind of a node, by the one key that only this kind has."""
    keys = node if isinstance(node, dict) else type(node).model_fields if isinstance(node, BaseModel) else ()
    for key in ("all", "any", "not", "compare"):
        if key in keys:
            return key
    return "not" if "negated" in keys else "test"


Expression = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[PairTest, Tag("compare")]
    | Annotated[SideTest, Tag("test")],
    Discriminator(_tag),
]
Test = SideTest | PairTest
for _model in (All, AnyOf, Not):
    _model.model_rebuild()


def parts(node: Expression) -> tuple[tuple[str, Expression], ...]:
    """Return the parts of a node, each with its path below it; none of a test."""
    if isinstance(node, All):
        return tuple((f".all[{n}]", part) for n, part in enumerate(node.all))
    if isinstance(node, AnyOf):
        return tuple((f".any[{n}]", part) for n, part in enumerate(node.any))
    return ((".not", node.negated),) if isinstance(node, Not) else ()


def leaves(node: Expression, path: str = "", depth: int = 1) -> Iterator[tuple[str, Test, int]]:
    """Yield all tests of a tree, each with its path and depth."""
    if isinstance(node, SideTest | PairTest):
        yield path, node, depth
    for below, part in parts(node):
        yield from leaves(part, path + below, depth + 1)
