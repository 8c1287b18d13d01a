"""A policy being edited: all fields as typed, and the decisions they stand for."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self, TypeVar

from services.console.clients.matching.policy import Decisions
from services.console.policy_editor.sections import SECTIONS
from services.console.policy_editor.words import HUNDREDTHS

R = TypeVar("R")

EMPTY_CONDITION: Final = json.dumps(
    {"any": [{"feature": "region", "of": "mentor", "is": "one-of", "values": [""]}]}, indent=2
)


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as typed."""

    name: str = ""
    measure: str = "similar"
    weight: str = ""
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConditionRow:
    """One condition as typed; ``allow`` is JSON."""

    name: str = ""
    breach: str = ""
    allow: str = EMPTY_CONDITION


@dataclass(frozen=True)
class Draft:
    """All fields as typed, right or wrong: whatever is refused is shown again.

    Attributes:
        based_on: the number of the version it was edited from.
        rules: whether each rule is on, and its value; by name.
        objective: the objective's fields by name.
        sections: the fields of each plain section, where matching has it.
    """

    based_on: int
    rules: Mapping[str, tuple[bool, str]] = field(default_factory=dict)
    criteria: tuple[CriterionRow, ...] = ()
    conditions: tuple[ConditionRow, ...] = ()
    objective: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def decisions(self, rest: Decisions) -> Decisions:
        """Return the policy for matching; input that is not a number is sent unchanged, to be refused.

        Args:
            rest: decisions whose other parts (pairs, say) stay.

        Raises:
            NotJson: a condition is no JSON.
        """
        return {
            **rest,
            "rules": [_rule(name, *typed) for name, typed in self.rules.items() if _told(*typed)],
            "criteria": [
                {**vars(row), "features": _features(row, rest), "weight": _hundredths(row.weight)}
                for row in self.criteria
            ],
            "conditions": [
                {
                    "name": row.name,
                    "breach": row.breach,
                    "allow": _parsed(row.allow, f"conditions[{n}].allow"),
                }
                for n, row in enumerate(self.conditions)
            ],
            "objective": {**rest.get("objective", {}), **self._objective()},
            **{
                section.name: {**rest.get(section.name, {}), **section.values(self.sections[section.name])}
                for section in SECTIONS
                if section.name in self.sections
            },
        }

    def _objective(self) -> dict[str, Any]:
        typed = self.objective
        fairness = {
            "feature": typed["fairness.feature"],
            "least_mean": _hundredths(typed["fairness.least_mean"]),
            "smallest": _whole(typed["fairness.smallest"] or "5"),
        }
        return {
            "aim": typed["aim"],
            "worth": _hundredths(typed["worth"] or "0"),
            "floor": _hundredths(typed["floor"]) if typed["floor"] else None,
            "priority": _hundredths(typed["priority"] or "0"),
            "fairness": fairness if typed["fairness.feature"] else None,
        }

    def rule_paths(self) -> dict[str, str]:
        """Where each rule is in the decisions, for what is said of it; rules as they come aren't there."""
        stated = [name for name, typed in self.rules.items() if _told(*typed)]
        return {name: f"rules[{n}]" for n, name in enumerate(stated)}

    def edited(self, action: str) -> Self:
        """One row more or fewer: ``add-criterion``, ``remove-condition-2``."""
        kind, _, place = action.split("-", 1)[1].partition("-")
        if kind == "criterion":
            return replace(self, criteria=_edited(self.criteria, CriterionRow(), place))
        return replace(self, conditions=_edited(self.conditions, ConditionRow(), place))


def _edited(rows: tuple[R, ...], blank: R, place: str) -> tuple[R, ...]:
    """A blank row more, or the row of this place fewer."""
    return tuple(row for n, row in enumerate(rows) if str(n) != place) if place else (*rows, blank)


class NotJson(ValueError):  # noqa: N818 (named as people say it)
    """A condition can't be read.

    Attributes:
        path: which.
        message: what is wrong, with the line.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def _told(on: bool, value: str) -> bool:  # noqa: FBT001 (a checkbox)
    """Whether a rule is used otherwise than it comes: on, with the programme's value."""
    return not on or bool(value)


def _features(row: CriterionRow, rest: Decisions) -> list[str]:
    """In the order they had, where only the browser has brought them into another."""
    before = [each["features"] for each in rest.get("criteria", ()) if each["name"] == row.name]
    same = [features for features in before if set(features) == set(row.features)]
    return list(same[0] if same else row.features)


def _rule(name: str, on: bool, value: str) -> dict[str, Any]:  # noqa: FBT001 (a checkbox)
    return {"rule": name, "on": on, "value": _whole(value) if value else None}


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else text


def _hundredths(text: str) -> int | str:
    return round(float(text) * HUNDREDTHS) if re.fullmatch(r"-?\d{1,9}([.]\d{1,9})?", text) else text


def _parsed(text: str, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJson(path, f"this is no JSON: {error.msg.lower()} in line {error.lineno}") from error
    except RecursionError as error:
        raise NotJson(path, "nested too deep") from error
