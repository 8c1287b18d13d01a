"""The response rate: how many of the people who were asked have answered.

A check-in counts when its time is over, whether it was answered or not. So who counts follows from dates that
organisers know anyway, and a rate shows nothing but a blurred share of at least eight people.
"""

import math
from collections.abc import Sequence
from random import Random
from typing import ClassVar, Final, Self

import numpy as np

from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.blur import blurred_histogram
from services.feedback.domain.release.figures import project
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import ResponseRate
from shared.kernel import Aggregate
from shared.schema.visibility import Visibility

_NORMAL: Final = 1.96
_ROUNDING: Final = 0.25
"""The variance that rounding one vote randomly adds, at most."""
_POINTS: Final = 5


class Respondent(Aggregate):
    """The check-ins of one person that wait to be counted; the id is the employee's.

    Attributes:
        times_asked: the number of check-ins whose time is over.
        times_answered: those of them that were answered.
    """

    shown_to: ClassVar = Visibility.SELF

    times_asked: int = 0
    times_answered: int = 0

    def counted(self, *, answered: bool) -> Self:
        """Count one check-in."""
        return self.changed(times_asked=self.times_asked + 1, times_answered=self.times_answered + answered)

    @property
    def vote(self) -> float:
        """The person's one vote: 1 for silence, 2 for answers, between them for some of both."""
        return 1 + self.times_answered / self.times_asked


def new_respondent(person: Participant) -> Respondent:
    """Begin to count a person's check-ins."""
    return Respondent(
        id=person.employee_id, tenant=person.tenant, programme=person.programme, region=person.region
    )


def response_rate(
    respondents: Sequence[Respondent], audit: Audit, parameters: Parameters, chance: Random
) -> ResponseRate | None:
    """Return the rate of those who wait to be counted; None of too few, or if the audit refuses it."""
    people = len(respondents)
    if people < parameters.smallest or not audit.allows([each.id for each in respondents], parameters):
        return None
    votes = (each.vote for each in respondents)
    blurred = blurred_histogram(votes, parameters.decay, chance, levels=2)
    answered = project(np.array(blurred, dtype=np.float64), people)[1] / people
    # The blur of the two counts differs by both, and half of the difference is in each share.
    variance = parameters.noise_variance / 2 + _ROUNDING * people
    return ResponseRate(
        people=people,
        answered=_POINTS * round(100 * float(answered) / _POINTS),
        margin=min(100, math.ceil(100 * _NORMAL * math.sqrt(variance) / people)),
    )
