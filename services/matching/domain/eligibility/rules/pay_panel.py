"""Neither decides on the other's pay: they don't belong to the same pay-review panel."""

from typing import Final

from services.matching.domain.eligibility.rules.rule import Rule

RULE: Final = Rule(
    name="pay-panel",
    rank=35,
    same=lambda person: person.profile.pay_panel,
    conflict=True,
)
