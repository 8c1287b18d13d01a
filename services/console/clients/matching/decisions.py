"""Decisions on a round, their cost, and the impact on groups, as matching returns them."""

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response


class PairOf(Response):
    """Two participants."""

    mentor_id: str
    mentee_id: str


class Cost(Response):
    """The cost of a decision, together with those before it, to the whole round."""

    pairs: int
    points: int
    gap: int = 0
    changed: int
    gone: tuple[PairOf, ...] = ()
    come: tuple[PairOf, ...] = ()


class RoundDecision(Response):
    """One decision on a round; ``what_if`` is the id of the what-if that computes its cost."""

    what: str
    pair: PairOf | None = None
    by: str
    at: AwareDatetime
    reason: str | None = None
    what_if: str | None = None
    what_if_state: str | None = None
    cost: Cost | None = None


class RoundDecisions(ListResponse[RoundDecision]):
    """A page of decisions, the first one first."""


class GroupImpact(Response):
    """One group; hidden where its figures could tell of single people."""

    group: str
    hidden: bool = False
    people: int | None = None
    matched: int | None = None
    rate: float | None = None
    ratio: float | None = None
    below_four_fifths: bool = False
    mean_score: float | None = None


class FeatureImpact(Response):
    """All groups of one feature and role."""

    feature: str
    role: str
    enough: bool
    groups: tuple[GroupImpact, ...]


class Impact(Response):
    """A round by groups of people."""

    features: tuple[FeatureImpact, ...]
