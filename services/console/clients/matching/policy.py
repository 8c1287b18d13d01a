"""The policy of a programme, and the catalogue of its parts, as matching returns them."""

from collections.abc import Collection
from typing import Any

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response

Decisions = dict[str, Any]
"""A policy without its number, as it goes over the wire: parts that no page knows of are kept as they are."""


_TESTABLE = frozenset({"category", "number", "levels"})


class PolicyVersion(Response):
    """One version of the policy."""

    policy: dict[str, Any]
    decided_at: AwareDatetime
    decided_by: str | None = None

    @property
    def number(self) -> int:
        """0 is the default that nobody edited."""
        return int(self.policy.get("number", 0))

    @property
    def decisions(self) -> Decisions:
        """Return the decisions."""
        return {name: part for name, part in self.policy.items() if name != "number"}


class PolicyVersions(ListResponse[PolicyVersion]):
    """A page of versions, the latest first."""


class Feature(Response):
    """A fact about people that criteria may compare by these measures; nobody sees the sensitive ones."""

    name: str
    kind: str
    roles: tuple[str, ...] = ()
    sensitive: bool = False
    measures: tuple[str, ...] = ()


class PublishedRule(Response):
    """A rule, the bounds of the number it turns on, if there is one, and the programme's own number."""

    name: str
    always: bool
    low: int | None = None
    high: int | None = None
    programme_value: int | None = None


class Preset(Response):
    """Shipped criteria that a policy can begin with."""

    name: str
    criteria: tuple[dict[str, Any], ...]


class Catalogue(Response):
    """The catalogue of the parts of a policy."""

    features: tuple[Feature, ...]
    rules: tuple[PublishedRule, ...]
    aims: tuple[str, ...]
    presets: tuple[Preset, ...] = ()

    @property
    def comparable(self) -> list[Feature]:
        """Features that a criterion can compare."""
        return [feature for feature in self.features if feature.measures]

    @property
    def testable(self) -> list[Feature]:
        """Features that a condition can test."""
        return [each for each in self.features if each.kind in _TESTABLE and not each.sensitive]

    def kind_of(self, name: str) -> str:
        """Return the kind of a feature's values; empty where there is no such feature."""
        return next((each.kind for each in self.features if each.name == name), "")

    def is_sensitive(self, names: Collection[str]) -> bool:
        """Return whether one of these features is sensitive, so that comparing it needs a purpose."""
        return any(each.sensitive for each in self.features if each.name in names)

    @property
    def groups(self) -> list[Feature]:
        """Features whose values make groups that fairness can compare."""
        return [each for each in self.features if each.kind == "category" and not each.sensitive]
