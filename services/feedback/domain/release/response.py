"""The response rate: how many of the people who were asked have answered.

A check-in counts when its time is over, whether it was answered or not. So who counts follows from dates that
organisers know anyway, and a rate shows nothing but a blurred share of at least eight people.
"""

import math
from datetime import UTC, datetime
from random import Random
from typing import Annotated, ClassVar, Final, Self

import numpy as np

from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.ballots import EVERYBODY, Ballots, Collector, Waiting
from services.feedback.domain.release.blur import blurred_histogram
from services.feedback.domain.release.figures import project
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import ResponseRate
from shared.kernel import Aggregate, EmployeeId, stable_id
from shared.schema.visibility import ShownTo, Visibility

_NORMAL: Final = 1.96
_ROUNDING: Final = 0.25
"""The variance that rounding one vote randomly adds, at most."""
_POINTS: Final = 5
_ANY_DAY: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""Everybody waits equally: there is no rest."""


class Respondent(Aggregate):
    """The check-ins of one person that wait to be counted.

    Attributes:
        batch: the number of the first closing that may count them; by then they no longer change.
        times_asked: the number of check-ins whose time is over.
        times_answered: those of them that were answered.
    """

    shown_to: ClassVar = Visibility.SELF

    employee_id: Annotated[EmployeeId, ShownTo(Visibility.ORGANISATION)]
    batch: Annotated[int, ShownTo(Visibility.ORGANISATION)] = 0
    times_asked: int = 0
    times_answered: int = 0

    def counted(self, *, answered: bool) -> Self:
        """Count one check-in."""
        return self.changed(times_asked=self.times_asked + 1, times_answered=self.times_answered + answered)


def respondent_id(programme: str, employee_id: str, batch: int) -> str:
    """Return the id of a person's check-ins in a batch."""
    return stable_id("respondent", programme, employee_id, batch)


def new_respondent(person: Participant, batch: int) -> Respondent:
    """Begin to count a person's check-ins."""
    return Respondent(
        id=respondent_id(person.programme, person.employee_id, batch),
        tenant=person.tenant,
        programme=person.programme,
        region=person.region,
        employee_id=person.employee_id,
        batch=batch,
    )


def attendance(person: str, times_asked: int, times_answered: int) -> Waiting:
    """Return a person's check-ins as answers: silence is level 1, an answer is level 2."""
    return Waiting(person, EVERYBODY, _ANY_DAY, times_asked, times_asked + times_answered)


def attendances() -> Collector:
    """Return what collects these."""
    return Collector(_ANY_DAY)


def response_rate(
    respondents: Ballots, audit: Audit, parameters: Parameters, chance: Random
) -> ResponseRate | None:
    """Return the rate of those who wait to be counted; None of too few, or if the audit refuses it."""
    people = len(respondents)
    if people < parameters.smallest or not audit.allows(respondents.everybody(), parameters):
        return None
    votes = respondents.votes_of(respondents.votes)
    blurred = blurred_histogram(votes, parameters.decay, chance, levels=2)
    answered = project(np.array(blurred, dtype=np.float64), people)[1] / people
    # The blur of the two counts differs by both, and half of the difference is in each share.
    variance = parameters.noise_variance / 2 + _ROUNDING * people
    return ResponseRate(
        people=people,
        answered=_POINTS * round(100 * float(answered) / _POINTS),
        margin=min(100, math.ceil(100 * _NORMAL * math.sqrt(variance) / people)),
    )
