"""The generation somebody belongs to; an age is personal, so it is never shown.

It counts only in a policy that says what for: age alone says little about what somebody can teach or learn.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.features.feature import FULL, NEUTRAL, Compare, Feature, Kind
from services.matching.domain.policy.measure import Measure

_BRIDGE: Final = (0, 400, 800, FULL)
"""Degrees by the number of decades that the mentor is younger."""


def bridge(mentees: Sequence[int | None], mentors: Sequence[int | None], _: int) -> Ints:
    """Score how much younger the mentor's generation is, which sees the working world differently."""
    mentor = np.array([decade or 0 for decade in mentors], dtype=np.int64)
    mentee = np.array([decade or 0 for decade in mentees], dtype=np.int64)
    comparable = (mentee[:, None] > 0) & (mentor[None, :] > 0)
    younger = np.clip((mentor[None, :] - mentee[:, None]) // 10, 0, len(_BRIDGE) - 1)
    return np.where(comparable, np.array(_BRIDGE, dtype=np.int64)[younger], NEUTRAL)


FEATURES: Final = (
    Feature(
        "generation",
        Kind.NUMBER,
        lambda p: p.birth_decade,
        sensitive=True,
        span=40,
        own={Measure.COMPLEMENT: Compare(bridge)},
    ),
)
