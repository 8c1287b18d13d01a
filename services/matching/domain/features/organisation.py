"""Where somebody stands in the organisation."""

from typing import Final

from services.matching.domain.features.feature import Compare, Feature, Kind
from services.matching.domain.policy.measure import Measure
from shared.contracts.enrollment import MatchingProfile


def team_of(profile: MatchingProfile) -> str | None:
    """Teams of two departments may have the same name; somebody may be in none."""
    return f"{profile.department}/{profile.team}" if profile.team else None


def _view(_: str, __: str, degree: int) -> str:
    return (
        "{they|you|you} work in different departments"
        if degree
        else "{they|you|you} work in the same department"
    )


FEATURES: Final = (
    Feature("grade", "grade", Kind.NUMBER, lambda p: p.grade, span=11),
    Feature(
        "department",
        "department",
        Kind.CATEGORY,
        lambda p: p.department,
        own={Measure.DIFFERENT: Compare(None, _view)},
    ),
    Feature("team", "team", Kind.CATEGORY, team_of),
    Feature("region", "region", Kind.CATEGORY, lambda p: p.region),
    Feature("manager", "manager", Kind.CATEGORY, lambda p: p.line[0] if p.line else None),
    Feature("tenure", "years in the organisation", Kind.NUMBER, lambda p: min(p.tenure_years, 40), span=20),
)
