"""Each refusal has a code; the docs name those of rules, and the console words those that its pages meet."""

import ast
import re
import string
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from services.console.wording.refusals import REFUSALS
from shared.contracts.matching import FailureCode

PROJECT: Final = Path(__file__).parents[2]
ERRORS: Final = {"NotFound", "Conflict", "TooMany", "RuleBroken", "ClaimLost", "Outrun", "InProgress"}
CHECKS: Final = {"check_edited": {"version"}, "check_next_version": {"version"}}
"""Functions that raise a conflict of the code given to them, with its parameters."""
CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROW: Final = re.compile(r"^\| `[^`]+` \| `[^`]+` \| ([^|]*) \| .+ \| .+ \|$", re.MULTILINE)
NO_PAGE: Final = {
    # pages send what fits
    "absent-from-held-session", "category-needed", "comparison-does-not-fit", "completion-of-coordinator",
    "end-pairing-instead", "feature-of-other-role", "id-of-shipped-module",
    "key-used", "measure-does-not-fit", "more-without-no",
    "not-an-answer", "outlook-not-asked", "own-policy-of-what-if", "reason-without-no", "rule-without-value",
    "test-does-not-fit", "too-much-at-once", "unknown-event-type", "unknown-item",
    "unknown-rule", "unknown-selection", "unknown-template", "unknown-time-zone", "value-of-other-type",
    "worth-of-aim-score",
    # workers meet them
    "round-claimed", "round-state",
}  # fmt: skip


NOT_COMPUTABLE: Final = {
    FailureCode.TOO_MANY_VALUES, FailureCode.TOO_MANY_PEOPLE, FailureCode.UNKNOWN_FEATURE,
    FailureCode.TOO_LARGE_NUMBERS, FailureCode.INPUTS_GONE,
}  # fmt: skip
"""The codes of a population that can't be computed: of a matching, or of an act that looks at its rules."""


def refusals() -> dict[str, set[tuple[str, frozenset[str]]]]:
    """The errors that are raised with each code, and the parameters of their texts."""
    raised = defaultdict(set)
    for path in [*PROJECT.glob("services/**/*.py"), *PROJECT.glob("shared/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ERRORS | CHECKS.keys()
            ):
                for keyword in node.keywords:
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                        raised[keyword.value.value].add((node.func.id, params_of(node)))
    return raised


def params_of(call: ast.Call) -> frozenset[str]:
    named = {each.arg for each in call.keywords} | CHECKS.get(getattr(call.func, "id", ""), set())
    return frozenset(named - {"code", "field", "seconds"})


RAISED: Final = refusals()
DOCUMENTED: Final = {code for row in ROW.findall((PROJECT / "docs/refusals.md").read_text()) for code in
                     re.findall("`([^`]+)`", row)}  # fmt: skip


def test_codes_are_kebab_case():
    assert len(RAISED) > 100
    assert [code for code in RAISED if not CODE.fullmatch(code)] == []


def test_each_documented_refusal_has_codes_that_are_raised():
    rows = ROW.findall((PROJECT / "docs/refusals.md").read_text())
    assert len(rows) > 50
    assert all("`" in row for row in rows)
    assert DOCUMENTED - RAISED.keys() == set()


def test_each_code_of_a_rule_is_documented():
    rules = {code for code, raised in RAISED.items() if any(error == "RuleBroken" for error, _ in raised)}
    assert rules - DOCUMENTED - {"too-much-at-once", "unknown-time-zone", "too-many-people-of-name"} == set()


def test_whatever_makes_a_population_not_computable_has_words():
    raised = {
        node.attr
        for path in PROJECT.glob("services/matching/**/*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "NotComputable"
        for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "FailureCode"
    }
    assert {FailureCode[name] for name in raised} == NOT_COMPUTABLE
    assert set(REFUSALS) >= NOT_COMPUTABLE


def test_the_console_words_each_refusal_that_its_pages_can_meet():
    assert RAISED.keys() - REFUSALS.keys() - NO_PAGE == set()
    made = {"no-mentor-ready", "no-mentee-ready", *NOT_COMPUTABLE}
    assert REFUSALS.keys() - RAISED.keys() - made == set()


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_words_name_only_what_every_refusal_of_the_code_states(code):
    named = {field for _, field, _, _ in string.Formatter().parse(REFUSALS[code]) if field}
    assert all(named <= params for _, params in RAISED.get(code, ())), named
