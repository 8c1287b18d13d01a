"""They don't work in the same team."""

from typing import Final

from services.matching.domain.eligibility.rules.rule import Rule
from services.matching.domain.features.organisation import team_of

RULE: Final = Rule(
    name="same-team",
    rank=30,
    same=lambda person: team_of(person.profile),
    conflict=True,
)
