"""Where somebody stands in the organisation."""

from typing import Final

from services.matching.domain.features.feature import Feature, Kind
from shared.contracts.enrollment import MatchingProfile


def team_of(profile: MatchingProfile) -> str | None:
    """Teams of two departments may have the same name; somebody may be in none."""
    return f"{profile.department}/{profile.team}" if profile.team else None


FEATURES: Final = (
    Feature("grade", Kind.NUMBER, lambda p: p.grade, private=True, span=11),
    Feature("department", Kind.CATEGORY, lambda p: p.department),
    Feature("team", Kind.CATEGORY, team_of),
    Feature("region", Kind.CATEGORY, lambda p: p.region),
    Feature("manager", Kind.CATEGORY, lambda p: p.line[0] if p.line else None, private=True),
    Feature("tenure", Kind.NUMBER, lambda p: min(p.tenure_years, 40), private=True, span=20),
)
