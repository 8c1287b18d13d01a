"""A condition as its form has it: tests of single fields, all of which or any of which must hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from services.console.clients.matching.policy import Feature
from shared.locale import translatable

NEEDS_NUMBER: Final = frozenset({"at-least", "at-most", "within", "above", "below"})
_NO_FIELD: Final = translatable("Add at least one field.")
_NO_VALUE: Final = translatable("Write at least one value.")
_ONE_NUMBER: Final = translatable("Write one whole number.")
_WHOLE_NUMBERS: Final = translatable("Write whole numbers, with commas between them.")
_SIDES: Final = ("mentor", "mentee")
_MOST_TESTS: Final = 20
_COMPARED: Final = {
    "category": ("same", "not-same"),
    "number": ("same", "not-same", "within", "above", "below"),
    "levels": ("shared", "not-shared"),
}
_TESTED: Final = {
    "category": ("one-of", "none-of"),
    "number": ("at-least", "at-most", "one-of", "none-of"),
    "levels": ("one-of", "none-of"),
}


@dataclass(frozen=True)
class TestRow:
    """One test as typed.

    Attributes:
        feature: the field.
        how: the comparison, such as ``mentor.one-of`` or ``both.within``.
        values: words or numbers, with commas between them.
        level: the least level, of fields that have levels.
    """

    feature: str
    how: str
    values: str = ""
    level: str = "1"

    @property
    def needs_values(self) -> bool:
        """Whether the comparison is with a value that is typed."""
        return self.how.startswith(_SIDES) or self.how.partition(".")[2] in NEEDS_NUMBER

    @property
    def node(self) -> dict[str, Any]:
        """Return the test for matching; input that is not a number is sent unchanged, to be refused."""
        side, _, test = self.how.partition(".")
        negated, test = test in {"not-same", "not-shared", "none-of"}, _POSITIVE.get(test, test)
        if side == "both":
            node: dict[str, Any] = {"feature": self.feature, "compare": test}
            node |= {"by": _whole(self.values)} if test in NEEDS_NUMBER else {}
            node |= {"by": _whole(self.level)} if test == "shared" else {}
        else:
            values = [_whole(value) for value in _listed(self.values)]
            node = {"feature": self.feature, "of": side, "is": test, "values": values}
            node |= {"level": _whole(self.level)} if self.level not in {"", "1"} else {}
        return {"not": node} if negated else node


_POSITIVE: Final = {"not-same": "same", "not-shared": "shared", "none-of": "one-of"}
_NEGATIVE: Final = {positive: negative for negative, positive in _POSITIVE.items()}


@dataclass(frozen=True)
class ConditionForm:
    """All fields of one condition as typed.

    Attributes:
        based_on: the number of the version it was edited from.
        place: where it stands among the conditions of the policy; None: it is new.
        name: how it is called.
        breach: what an excluded pair lacks, in the coordinator's words.
        joined: ``all`` or ``any`` of the tests must hold.
        tests: the tests.
    """

    based_on: int
    place: int | None = None
    name: str = ""
    breach: str = ""
    joined: str = "all"
    tests: tuple[TestRow, ...] = ()

    def as_new(self) -> Self:
        """Return the form as one of a condition that the policy does not have yet."""
        return replace(self, place=None)

    @property
    def allow(self) -> dict[str, Any]:
        """Return the expression that has to hold for a pair."""
        return {self.joined: [row.node for row in self.tests]}

    def faults(self, kinds: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with each test, in English, by its field.

        Args:
            kinds: the kind of each field that a condition can test.
        """
        wrong = {} if self.tests else {"": _NO_FIELD}
        for n, row in enumerate(self.tests):
            if fault := _fault(row, kinds.get(row.feature, "")):
                wrong[f"tests[{n}]"] = fault
        return wrong

    def with_test(self, feature: Feature) -> Self:
        """Return the form with one test more, of a field."""
        row = TestRow(feature.name, comparisons(feature)[0])
        return replace(self, tests=(*self.tests, row)[:_MOST_TESTS])

    def without_test(self, place: int) -> Self:
        """Return the form with one test fewer."""
        return replace(self, tests=tuple(row for n, row in enumerate(self.tests) if n != place))

    def condition(self, taken: Sequence[str], sentence: str) -> dict[str, Any]:
        """Return the condition for matching.

        Args:
            taken: names of the other conditions.
            sentence: what it says, where no reason was typed.
        """
        return {"name": _slug(self.name, taken), "breach": self.breach or sentence[:200], "allow": self.allow}


def _fault(row: TestRow, kind: str) -> str:
    values = _listed(row.values)
    numbers = [value for value in values if isinstance(_whole(value), int)]
    single = row.how.partition(".")[2] in NEEDS_NUMBER
    if not row.needs_values:
        return ""
    if single and (len(values), len(numbers)) != (1, 1):
        return _ONE_NUMBER
    if not values:
        return _NO_VALUE
    return _WHOLE_NUMBERS if kind == "number" and len(numbers) < len(values) else ""


def comparisons(feature: Feature) -> list[str]:
    """Return the comparisons of a field, such as ``mentor.one-of``."""
    tested = [f"{side}.{test}" for test in _TESTED.get(feature.kind, ()) for side in _SIDES]
    both = [f"both.{test}" for test in _COMPARED.get(feature.kind, ())]
    return [how for how in tested if how.partition(".")[0] in feature.roles] + both


def form_of(condition: Mapping[str, Any], based_on: int, place: int) -> ConditionForm | None:
    """Return a condition as a form; None if it nests deeper than a form shows."""
    allow = condition["allow"]
    joined = next((key for key in ("all", "any") if key in allow), "all")
    rows = [_row(node) for node in allow.get(joined, (allow,))]
    if not all(rows):
        return None
    name = str(condition["name"]).replace("-", " ")
    tests = tuple(row for row in rows if row)
    return ConditionForm(based_on, place, name, str(condition["breach"]), joined, tests)


def _row(node: Mapping[str, Any]) -> TestRow | None:
    negated = "not" in node
    test = node["not"] if negated else node
    if "feature" not in test:
        return None
    kind = str(test.get("compare") or test.get("is"))
    if negated and kind not in _NEGATIVE:
        return None
    kind = _NEGATIVE[kind] if negated else kind
    if "compare" in test:
        by = str(test.get("by", 1))
        level, values = (by, "") if test["compare"] == "shared" else ("1", by)
        return TestRow(test["feature"], f"both.{kind}", values if kind in NEEDS_NUMBER else "", level)
    values = ", ".join(map(str, test["values"]))
    return TestRow(test["feature"], f"{test['of']}.{kind}", values, str(test.get("level", 1)))


def form_from(fields: Mapping[str, Sequence[str]]) -> ConditionForm:
    """Return the form as a browser sent it."""

    def one(name: str) -> str:
        return next(iter(fields.get(name, ())), "").strip()

    places = {int(match[1]) for name in fields if (match := re.match(r"tests\[(\d{1,2})\]", name))}
    parts = ("feature", "how", "values", "level")
    rows = [[one(f"tests[{n}].{part}") for part in parts] for n in sorted(places)]
    return ConditionForm(
        based_on=int(one("based_on")) if one("based_on").isdecimal() else 0,
        place=int(one("place")) if one("place").isdecimal() else None,
        name=one("name")[:40],
        breach=one("breach")[:200],
        joined="any" if one("joined") == "any" else "all",
        tests=tuple(TestRow(*row) for row in rows[:_MOST_TESTS]),
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else text


def _slug(name: str, taken: Sequence[str]) -> str:
    """Return a name as matching keeps it: words of letters and digits; one that nobody else has."""
    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:36].strip("-") or "condition"
    names = [slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))]
    return next(each for each in names if each not in taken)
