"""They don't work in the same team."""

from typing import Final

from services.matching.domain.features.organisation import team_of
from services.matching.domain.rules.rule import Rule

RULE: Final = Rule(
    name="same-team",
    breach="the same team",
    rank=30,
    same=lambda person: team_of(person.profile),
    conflict=True,
)
