"""The form a policy is edited in: its fields, from decisions or from what a browser sent."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from services.console.clients.matching.policy import Catalogue, Decisions
from services.console.policy_editor.draft import MOST_CRITERIA, CriterionRow, Draft, criterion_row
from services.console.policy_editor.policy_in_words import points
from services.console.policy_editor.sections import SECTIONS

Fields = Mapping[str, Sequence[str]]
"""The fields of a form, each with its values."""

_OBJECTIVE: Final = (
    "aim",
    "worth",
    "floor",
    "priority",
    "fairness.feature",
    "fairness.least_mean",
    "fairness.smallest",
)


def draft_of(decisions: Decisions, catalogue: Catalogue, based_on: int, start: int) -> Draft:
    """Return the fields as they are before anybody edits them."""
    set_ = {each["rule"]: each for each in decisions.get("rules", ())}
    objective = decisions.get("objective", {})
    fairness = objective.get("fairness") or {}
    return Draft(
        based_on=based_on,
        start=start,
        rules={rule.name: _typed_rule(set_.get(rule.name, {})) for rule in catalogue.rules},
        criteria=rows_of(decisions.get("criteria", ())),
        objective={
            "aim": objective.get("aim", "participation"),
            "worth": points(objective.get("worth", 0)),
            "floor": _or_blank(objective.get("floor")),
            "priority": points(objective.get("priority", 1000)),
            "fairness.feature": fairness.get("feature", ""),
            "fairness.least_mean": _or_blank(fairness.get("least_mean")),
            "fairness.smallest": str(fairness.get("smallest", 5)),
        },
        sections={each.name: each.typed(decisions[each.name]) for each in SECTIONS if each.name in decisions},
    )


def rows_of(criteria: Iterable[Mapping[str, Any]]) -> tuple[CriterionRow, ...]:
    """Return criteria as rows that nobody has edited."""
    return tuple(criterion_row(each, points(each["weight"])) for each in criteria)


def draft_from(fields: Fields, catalogue: Catalogue) -> Draft:
    """Return the fields as a browser sent them."""
    return Draft(
        based_on=number(fields, "based_on"),
        start=number(fields, "start"),
        rules={
            rule.name: (
                rule.always or bool(one(fields, f"rule.{rule.name}.on")),
                one(fields, f"rule.{rule.name}.value"),
            )
            for rule in catalogue.rules
        },
        criteria=tuple(_criterion(fields, path) for path in _rows(fields)),
        objective={name: one(fields, f"objective.{name}") for name in _OBJECTIVE},
        sections={
            each.name: {s.name: one(fields, f"{each.name}.{s.name}") for s in each.settings}
            for each in SECTIONS
            if each.name in fields.get("section", ())
        },
    )


def _criterion(fields: Fields, path: str) -> CriterionRow:
    return CriterionRow(
        name=one(fields, f"{path}.name"),
        measure=one(fields, f"{path}.measure"),
        features=tuple(fields.get(f"{path}.features", ())),
        weight=one(fields, f"{path}.weight"),
        word=one(fields, f"{path}.word"),
        was=one(fields, f"{path}.was"),
        purpose=one(fields, f"{path}.purpose"),
    )


def _rows(fields: Fields) -> list[str]:
    paths = {match[0] for name in fields if (match := re.match(r"criteria\[\d{1,2}\]", name))}
    return sorted(paths, key=lambda path: int(path[len("criteria[") : -1]))[:MOST_CRITERIA]


def one(fields: Fields, name: str) -> str:
    """Return the first value of a field; nothing where the browser sent none."""
    return next(iter(fields.get(name, ())), "").strip()


def number(fields: Fields, name: str) -> int:
    """Return a whole number; 0 where none was sent."""
    text = one(fields, name)
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _typed_rule(setting: Mapping[str, Any]) -> tuple[bool, str]:
    value = setting.get("value")
    return setting.get("on", True), "" if value is None else str(value)


def _or_blank(hundredths: int | None) -> str:
    return "" if hundredths is None else points(hundredths)
