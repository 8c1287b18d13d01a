"""The explanation of a pair's score, as events carry it: codes with parameters, which readers word."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.vocabulary import Code, Count, Open, Score
from shared.schema import Part


class FitCode(StrEnum):
    """The code of a criterion's reason."""

    SIMILAR = "similar"
    """How alike the two are in the features, by ``degree``."""
    DIFFERENT = "different"
    """How different they are, by ``degree``."""
    AT_LEAST = "at-least"
    """How little less the mentor has, by ``degree``."""
    COMPLEMENT = "complement"
    """How well they go together, by ``degree``."""
    SAME_VALUE = "same-value"
    OTHER_VALUE = "other-value"
    SHARED_VALUES = "shared-values"
    """``count`` of the mentee's ``of`` values, the first of them in ``values``."""
    TOPICS_OFFERED = "topics-offered"
    """``count`` of the ``of`` topics that the mentee wants, the first of them in ``values``."""
    NO_TOPICS_WANTED = "no-topics-wanted"
    KIND_SERVES_STYLE = "kind-serves-style"
    """How well a mentor of ``mentor_kind`` suits a learner of ``learning_style``, by ``degree``."""
    BY_ANSWERS = "by-answers"
    """How well the answers of the two to the questionnaire fit, by ``degree``; for others than the two."""
    SHARED_MINUTES = "shared-minutes"
    """``minutes`` of the working day, or more."""
    NOT_KNOWN = "not-known"
    """A feature is not known of both."""


class FitDegree(StrEnum):
    """How far the pair fits in that."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class FitReason(Part):
    """The reason of one criterion for a pair; nobody is named.

    Attributes:
        code: what; the other fields are its parameters.
        features: what was compared.
        degree: how far they fit.
        values: topics or languages that both have, the first eight.
        count: how many these are in all.
        of: of how many.
        minutes: that the two working days share.
        mentor_kind: the mentor's, by the assessment.
        learning_style: the mentee's.
    """

    code: Open[FitCode]
    features: Annotated[tuple[Code, ...], Field(max_length=5)]
    degree: Open[FitDegree] | None = None
    values: Annotated[tuple[Code, ...], Field(max_length=8)] = ()
    count: Count | None = None
    of: Count | None = None
    minutes: Count | None = None
    mentor_kind: Code | None = None
    learning_style: Code | None = None


class Contribution(Part):
    """The points that one criterion gave a pair, and the most it could have given."""

    criterion: Code
    points: Score
    at_most: Score
    reason: FitReason
