"""Their working days share enough minutes, in winter and in summer."""

from collections.abc import Sequence
from typing import Final

from services.matching.domain.arrays import Flags
from services.matching.domain.eligibility.rules.rule import Rule, Setting
from services.matching.domain.features.shared_hours import shared_minutes
from shared.contracts.vocabulary import WorkingHours


def _allowed(
    mentees: Sequence[WorkingHours], mentors: Sequence[WorkingHours], least: int, year: int
) -> Flags:
    allowed: Flags = shared_minutes(mentees, mentors, year) >= least
    return allowed


RULE: Final = Rule(
    name="working-hours",
    rank=50,
    key=lambda person, _: person.profile.working_hours,
    allowed=_allowed,
    setting=Setting(
        low=30,
        high=480,
        of=lambda rules: rules.min_overlap_minutes,
        step=-30,
    ),
)
