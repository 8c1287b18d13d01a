"""The weights that outcomes suggest, as matching returns them."""

from services.console.clients.matching.policy import Decisions
from services.console.clients.response import Response


class RecommendedWeight(Response):
    """A criterion's weight, the proposed one, and the range of the best; None without enough outcomes."""

    criterion: str
    present: int
    proposed: int
    low: int | None = None
    high: int | None = None


class RecommendedWeights(Response):
    """A proposal: nothing of it is applied unless a coordinator saves it."""

    based_on: int
    verdict: str
    pairings: int
    needed: int
    criteria: tuple[RecommendedWeight, ...]
    limits: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether any other weight is proposed."""
        return any(each.proposed != each.present for each in self.criteria)

    def taken_over(self, decisions: Decisions) -> Decisions:
        """Return the decisions with the proposed weights."""
        proposed = {each.criterion: each.proposed for each in self.criteria}
        criteria = [
            {**each, "weight": proposed.get(each["name"], each["weight"])}
            for each in decisions.get("criteria", ())
        ]
        return {**decisions, "criteria": criteria}
