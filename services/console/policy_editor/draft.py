"""A policy being edited: all fields as typed, and the decisions they stand for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from services.console.clients.matching.policy import Decisions
from services.console.policy_editor.policy_in_words import HUNDREDTHS, points
from services.console.policy_editor.sections import SECTIONS
from services.console.policy_editor.weights import WORDS, brought_to_all, nearest_word

_NUMBER: Final = re.compile(r"-?\d{1,9}([.]\d{1,9})?")
MOST_CRITERIA: Final = 30


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as typed.

    Attributes:
        name: what matching calls it.
        measure: how the two are compared.
        features: what is compared.
        weight: its points, as typed.
        word: how much it counts, in one of five words.
        was: its points before anybody edited them; empty of a new criterion.
        purpose: why it is compared, for participants to read; sensitive features need one.
    """

    name: str
    measure: str
    features: tuple[str, ...]
    weight: str = ""
    word: str = "some"
    was: str = ""
    purpose: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether neither the word nor the number was edited."""
        return bool(self.was) and self.weight == self.was and self.word == _word(self.was)

    def decided(self, features: list[str], weight: int | str) -> dict[str, Any]:
        """Return the criterion for matching."""
        stated = {"purpose": self.purpose} if self.purpose else {}
        return {"name": self.name, "measure": self.measure, "features": features, "weight": weight} | stated

    @property
    def points(self) -> float | None:
        """Return the points: a typed number comes before a chosen word; None of input that is no number."""
        if self.weight != self.was and self.weight:
            return float(self.weight) if _NUMBER.fullmatch(self.weight) else None
        if self.word != _word(self.was) and self.word in WORDS:
            return WORDS[self.word]
        return float(self.was) if _NUMBER.fullmatch(self.was) else None


def _word(points: str) -> str:
    return nearest_word(float(points)) if _NUMBER.fullmatch(points) else ""


def criterion_row(criterion: Mapping[str, Any], points: str) -> CriterionRow:
    """Return a criterion of a policy as a row that nobody has edited."""
    features = tuple(criterion["features"])
    return CriterionRow(
        name=criterion["name"],
        measure=criterion["measure"],
        features=features,
        weight=points,
        word=_word(points),
        was=points,
        purpose=criterion.get("purpose") or "",
    )


@dataclass(frozen=True)
class Draft:
    """All fields as typed, right or wrong: whatever is refused is shown again.

    Attributes:
        based_on: the number of the version it was edited from.
        start: the number of the version whose conditions it has.
        rules: whether each rule is on, and its value; by name.
        criteria: the criteria.
        objective: the objective's fields by name.
        sections: the fields of each plain section, where matching has it.
    """

    based_on: int
    start: int
    rules: Mapping[str, tuple[bool, str]] = field(default_factory=dict)
    criteria: tuple[CriterionRow, ...] = ()
    objective: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def decisions(self, rest: Decisions) -> Decisions:
        """Return the policy for matching; input that is not a number is sent unchanged, to be refused.

        Args:
            rest: decisions whose other parts (pairs and conditions, say) stay.
        """
        return {
            **rest,
            "rules": [_rule(name, *typed) for name, typed in self.rules.items() if _is_stated(*typed)],
            "criteria": [
                row.decided(_features(row, rest), weight)
                for row, weight in zip(self.criteria, self._weights(), strict=True)
            ],
            "objective": {**rest.get("objective", {}), **self._objective()},
            **{
                section.name: {**rest.get(section.name, {}), **section.values(self.sections[section.name])}
                for section in SECTIONS
                if section.name in self.sections
            },
        }

    def _weights(self) -> list[int | str]:
        """Return all weights in hundredths; once one was edited, they are brought to 100 points together."""
        if all(row.is_untouched for row in self.criteria):
            return [_hundredths(row.was) for row in self.criteria]
        points = [row.points for row in self.criteria]
        if any(each is None or each < 0 for each in points):
            return [_hundredths(row.weight) for row in self.criteria]
        return list(brought_to_all([each or 0 for each in points]))

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
        """Return where each rule is in the decisions, for its faults.

        Rules that decide nothing aren't there.
        """
        stated = [name for name, typed in self.rules.items() if _is_stated(*typed)]
        return {name: f"rules[{n}]" for n, name in enumerate(stated)}

    def with_criterion(self, measure: str, feature: str) -> Self:
        """Return the draft with one criterion more."""
        taken = {row.name for row in self.criteria}
        name = next(n for n in (f"{measure}-{feature}", *_numbered(measure, feature)) if n not in taken)
        row = CriterionRow(name, measure, (feature,))
        return replace(self, criteria=(*self.criteria, row)[:MOST_CRITERIA])

    def without_criterion(self, place: int) -> Self:
        """Return the draft with one criterion fewer."""
        return replace(self, criteria=tuple(row for n, row in enumerate(self.criteria) if n != place))

    def has(self, criteria: Sequence[Mapping[str, Any]]) -> bool:
        """Return whether these are the criteria, with the same weights, whatever they are called."""
        mine = {(row.measure, row.features): row.was for row in self.criteria if row.is_untouched}
        return len(mine) == len(self.criteria) and mine == {
            (each["measure"], tuple(each["features"])): points(each["weight"]) for each in criteria
        }

    def with_criteria(self, rows: tuple[CriterionRow, ...]) -> Self:
        """Return the draft with the criteria of a preset."""
        return replace(self, criteria=rows)


def _numbered(measure: str, feature: str) -> list[str]:
    return [f"{measure}-{feature}-{n}" for n in range(2, MOST_CRITERIA + 3)]


def _is_stated(on: bool, value: str) -> bool:  # noqa: FBT001 (a checkbox)
    """Return whether the policy decides about a rule: it is off, or has a value of its own."""
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
    return round(float(text) * HUNDREDTHS) if _NUMBER.fullmatch(text) else text
