"""The mentor is junior to the mentee: what makes it reverse, so no policy and no pair is exempt from it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags
from services.matching.domain.eligibility.rules.rule import Rule, Setting


def _allowed(mentees: Sequence[int], mentors: Sequence[int], gap: int, _: int) -> Flags:
    mentee, mentor = np.array(mentees, dtype=np.int64), np.array(mentors, dtype=np.int64)
    allowed: Flags = mentee[:, None] - mentor[None, :] >= gap
    return allowed


RULE: Final = Rule(
    name="grade-gap",
    rank=10,
    key=lambda person, _: person.profile.grade,
    allowed=_allowed,
    always=True,
    conflict=True,
    setting=Setting(low=1, high=11, of=lambda rules: rules.min_grade_gap, step=-1),
)
