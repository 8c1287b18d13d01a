"""Validation of a coordinator's conditions against the published features."""

from collections.abc import Mapping
from typing import Final

from services.matching.domain.features import Feature, Kind
from services.matching.domain.policy.expression import DEEPEST, LARGEST, Expression, PairTest, Test, leaves
from shared.kernel import RuleBroken

_COMPARISONS: Final = {
    Kind.CATEGORY: {"same"},
    Kind.NUMBER: {"same", "within", "above", "below"},
    Kind.LEVELS: {"shared"},
    Kind.HOURS: set[str](),
}
_TESTS: Final = {
    Kind.CATEGORY: {"one-of"},
    Kind.NUMBER: {"one-of", "at-least", "at-most"},
    Kind.LEVELS: {"one-of"},
    Kind.HOURS: set[str](),
}


def check_condition(tree: Expression, path: str, known: Mapping[str, Feature]) -> None:
    """Check that a condition can be used.

    Raises:
        RuleBroken: naming the path in the tree: too deep, too large, or a test its feature doesn't have.
    """
    for count, (where, test, depth) in enumerate(leaves(tree, path), start=1):
        if depth > DEEPEST:
            raise RuleBroken(
                "nested more than {most} deep", code="nested-too-deep", most=DEEPEST, field=where
            )
        if count > LARGEST:
            raise RuleBroken("more than {most} tests", code="too-many-tests", most=LARGEST, field=where)
        _check_test(test, where, known)


def _check_test(test: Test, path: str, known: Mapping[str, Feature]) -> None:
    feature = known.get(test.feature)
    if feature is None:
        raise RuleBroken(
            "no such feature: {feature}",
            code="unknown-feature",
            feature=test.feature,
            field=f"{path}.feature",
        )
    if feature.sensitive:
        raise RuleBroken(
            "{feature} is sensitive: nobody may be excluded by it",
            code="sensitive-feature",
            feature=feature.name,
            field=f"{path}.feature",
        )
    if isinstance(test, PairTest):
        if test.compare not in _COMPARISONS[feature.kind]:
            raise RuleBroken(
                "a {kind} can't be compared so",
                code="comparison-does-not-fit",
                kind=feature.kind,
                field=f"{path}.compare",
            )
        return
    if test.of not in feature.roles:
        raise RuleBroken(
            "a {role} has no {feature}",
            code="feature-of-other-role",
            role=test.of,
            feature=feature.name,
            field=f"{path}.of",
        )
    if test.test not in _TESTS[feature.kind]:
        raise RuleBroken(
            "a {kind} can't be tested so", code="test-does-not-fit", kind=feature.kind, field=f"{path}.is"
        )
    value_type: type = int if feature.kind is Kind.NUMBER else str
    for n, value in enumerate(test.values):
        if not isinstance(value, value_type):
            raise RuleBroken(
                f"{'a whole number' if value_type is int else 'a word'} is needed",
                code="value-of-other-type",
                field=f"{path}.values[{n}]",
            )
    if test.test != "one-of" and len(test.values) != 1:
        raise RuleBroken("one number is needed", code="one-number-needed", field=f"{path}.values")
