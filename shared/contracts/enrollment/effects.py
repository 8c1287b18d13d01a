"""The effect of a programme, as it is measured once, at its end."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Count, Identifier, Open
from shared.schema import Part


class Outcome(StrEnum):
    """The outcomes that are compared; new ones come last."""

    STAYED = "stayed"
    """Still in the organisation."""
    PROMOTED = "promoted"
    """In a higher grade."""


class Tendency(StrEnum):
    """The direction that the interval of a difference allows."""

    HIGHER = "higher"
    """The whole interval is above 0."""
    LOWER = "lower"
    """The whole interval is below 0."""
    EITHER = "either"
    """It contains 0: more, less or no difference are all compatible with the figures."""


Points = Annotated[float, Field(ge=-100, le=100)]
"""Percentage points, in tenths."""


class Comparison(Part):
    """Participants compared with people in comparable circumstances; of at least thirty on each side.

    Attributes:
        participants: those with at least one comparable person.
        others: people of the organisation who are comparable and took no part.
        participants_share: of them, the share with the outcome, in percent.
        others_share: the same of the others, weighted to the circumstances of the participants.
        difference: the first share less the second.
        low: the lower end of the 95 % interval, rounded down.
        high: the upper end, rounded up.
        e_value: of the interval's end that is nearer to 0; 1 if the interval contains 0.
        gamma: the largest hidden bias, as an odds ratio, that leaves a difference; None: chance is enough.
    """

    participants: Annotated[int, Field(ge=30, le=10_000_000)]
    others: Count
    participants_share: Annotated[int, Field(ge=0, le=100)]
    others_share: Annotated[int, Field(ge=0, le=100)]
    difference: Points
    low: Points
    high: Points
    tendency: Open[Tendency]
    e_value: Annotated[float, Field(ge=1, le=1000)]
    gamma: Annotated[float, Field(ge=1, le=10)] | None


class MeasuredOutcome(Part):
    """One outcome, and its comparison if there is enough data for one."""

    outcome: Open[Outcome]
    comparison: Comparison | None


class EffectMeasured(EnrollmentEvent, fact="effect-measured", aggregate="effect", key="programme_id"):
    """The outcomes of a completed programme were compared, once; nothing of fewer than thirty people.

    Attributes:
        since: the day on which those were participants who had joined by then.
        until: the day of the completion.
    """

    programme_id: Identifier
    since: date
    until: date
    outcomes: Annotated[tuple[MeasuredOutcome, ...], Field(max_length=20)]
