"""The form a policy is edited in: its fields, from decisions or from what a browser sent."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.console.clients.matching.policy import Catalogue, Decisions
from services.console.policy_editor.draft import ConditionRow, CriterionRow, Draft
from services.console.policy_editor.sections import SECTIONS
from services.console.policy_editor.words import points

Fields = Mapping[str, Sequence[str]]
"""The fields of a form, each with its values."""

_MOST_ROWS: Final = 50
_OBJECTIVE: Final = (
    "aim",
    "worth",
    "floor",
    "priority",
    "fairness.feature",
    "fairness.least_mean",
    "fairness.smallest",
)


def draft_of(decisions: Decisions, catalogue: Catalogue, based_on: int) -> Draft:
    """The fields as they are before anybody edits them."""
    set_ = {each["rule"]: each for each in decisions.get("rules", ())}
    objective = decisions.get("objective", {})
    fairness = objective.get("fairness") or {}
    return Draft(
        based_on=based_on,
        rules={rule.name: _typed_rule(set_.get(rule.name, {})) for rule in catalogue.rules},
        criteria=tuple(
            CriterionRow(each["name"], each["measure"], points(each["weight"]), tuple(each["features"]))
            for each in decisions.get("criteria", ())
        ),
        conditions=tuple(
            ConditionRow(each["name"], each["breach"], json.dumps(each["allow"], indent=2))
            for each in decisions.get("conditions", ())
        ),
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


def draft_from(fields: Fields, catalogue: Catalogue) -> Draft:
    """The fields as a browser sent them."""
    based_on = _one(fields, "based_on")
    return Draft(
        based_on=int(based_on) if based_on.isdecimal() else 0,
        rules={
            rule.name: (
                rule.always or bool(_one(fields, f"rule.{rule.name}.on")),
                _one(fields, f"rule.{rule.name}.value"),
            )
            for rule in catalogue.rules
        },
        criteria=tuple(
            CriterionRow(
                name=_one(fields, f"{path}.name"),
                measure=_one(fields, f"{path}.measure"),
                weight=_one(fields, f"{path}.weight"),
                features=tuple(fields.get(f"{path}.features", ())),
            )
            for path in _rows(fields, "criteria")
        ),
        conditions=tuple(
            ConditionRow(*(_one(fields, f"{path}.{part}") for part in ("name", "breach", "allow")))
            for path in _rows(fields, "conditions")
        ),
        objective={name: _one(fields, f"objective.{name}") for name in _OBJECTIVE},
        sections={
            each.name: {s.name: _one(fields, f"{each.name}.{s.name}") for s in each.settings}
            for each in SECTIONS
            if each.name in fields.get("section", ())
        },
    )


def _rows(fields: Fields, kind: str) -> list[str]:
    found = {match[0] for name in fields if (match := re.match(rf"{kind}\[\d{{1,2}}\]", name))}
    return sorted(found, key=lambda path: int(path[len(kind) + 1 : -1]))[:_MOST_ROWS]


def _one(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


def _typed_rule(setting: Mapping[str, Any]) -> tuple[bool, str]:
    value = setting.get("value")
    return setting.get("on", True), "" if value is None else str(value)


def _or_blank(hundredths: int | None) -> str:
    return "" if hundredths is None else points(hundredths)
