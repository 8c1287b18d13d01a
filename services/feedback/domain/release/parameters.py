"""The parameters of a programme's release rule; fixed before the first question, never changed later."""

import math
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from shared.contracts.feedback import Dimension
from shared.schema.visibility import Visibility

_CLOSINGS_AFTER_END: Final = 3
"""The closings of a small programme in the time after its end in which answers are still closed."""


class Cadence(BaseModel):
    """The weeks between two closings in a programme of at least this many people who may answer."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    people: int
    weeks: int


class Parameters(BaseModel):
    """How figures are released.

    Attributes:
        smallest: people in a group, at least.
        epsilon: the blur's privacy loss; ``e ** epsilon`` bounds the change of an observer's odds.
        explained: the share of an unchanging opinion that all groups together may explain.
        several_from: from this many people who may answer on, a closing takes several questions of a pulse
            survey; below it takes one.
        most_questions: how many it takes then.
        cadences: by size, the largest first.
        breakdown_from: programmes with fewer people than this have totals only.
        dimensions: the breakdowns of the closings, in turn.
        rest_weeks: answers that have waited this long may form a group over all categories.
        window_weeks: figures cover the groups of this many weeks.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    smallest: int = 8
    epsilon: float = 2.0
    explained: float = 0.25
    several_from: int = 100
    most_questions: int = 3
    cadences: tuple[Cadence, ...] = (
        Cadence(people=500, weeks=1),
        Cadence(people=150, weeks=2),
        Cadence(people=0, weeks=4),
    )
    breakdown_from: int = 50
    dimensions: tuple[Dimension, ...] = (Dimension.REGION, Dimension.GRADE_BAND, Dimension.ROLE)
    rest_weeks: int = 8
    window_weeks: int = 12

    @property
    def decay(self) -> float:
        """The ratio of the blur's probabilities from one step to the next; an answer changes two levels."""
        return math.exp(-self.epsilon / 2)

    @property
    def noise_variance(self) -> float:
        """The variance of the blur of one level."""
        return 2 * self.decay / (1 - self.decay) ** 2

    @property
    def audit_noise(self) -> float:
        """The noise in one group's sum, relative to the prior variance of an opinion, as the audit counts it.

        Half is the largest eigenvalue that the covariance of an answer among the levels can have, however
        many levels there are. Several questions about one attitude are several groups of the same people in
        the audit, which is the same as less noise in one group.
        """
        return self.noise_variance / 0.5

    def pulse_questions(self, respondents: int) -> int:
        """Return how many questions of pulse surveys a closing takes, of this many who may answer them."""
        return self.most_questions if respondents >= self.several_from else 1

    def closing_questions(self, respondents: int) -> int:
        """Return how many questions a closing survey asks at most: those that later closings can take."""
        return _CLOSINGS_AFTER_END * self.pulse_questions(respondents)

    def asks_at_start(self, respondents: int) -> bool:
        """Return whether there is a survey at the start: only where the same is asked at the end."""
        return self.pulse_questions(respondents) > 1

    def weeks(self, people: int) -> int:
        """Return the weeks between two closings in a programme of this size."""
        return next(each.weeks for each in self.cadences if people >= each.people)

    def dimension(self, closing: int, people: int) -> Dimension:
        """Return the breakdown of a closing, by its number from 0."""
        if people < self.breakdown_from:
            return Dimension.TOTAL
        return self.dimensions[closing % len(self.dimensions)]
