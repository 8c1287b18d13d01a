"""Figures, as they are released."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.vocabulary import Identifier, Moment, Open
from shared.schema import Part


class FiguresDue(
    FeedbackEvent, fact="figures-due", aggregate="figures-closing", key="programme_id", timer=True
):
    """Timer: time to close the answers that wait."""

    programme_id: Identifier


class Question(StrEnum):
    """A question of a check-in whose answers are released as figures."""

    USEFULNESS = "usefulness"
    """How useful the session was, from 1 to 5."""


class Dimension(StrEnum):
    """By what figures are broken down."""

    TOTAL = "total"
    """Not at all: the one category is ``all``."""
    REGION = "region"
    GRADE_BAND = "grade-band"
    ROLE = "role"


Percent = Annotated[int, Field(ge=0, le=100, multiple_of=5)]


class ReleasedFigure(Part):
    """The answers of closed groups to one question; each person has one vote in each group.

    Every group has at least eight people, and its counts were blurred once before they were stored.

    Attributes:
        category: one of the dimension.
        votes: the size of all groups together.
        mean: of the levels 1 to 5, in tenths.
        mean_margin: the mean of all votes is at most this much higher or lower, in 95 of 100 cases.
        favourable: the share of the levels 4 and 5, in steps of 5 percent.
        neutral: the share of level 3.
        unfavourable: the share of the levels 1 and 2.
        share_margin: the same as ``mean_margin`` of the shares, in percent.
    """

    question: Open[Question]
    dimension: Open[Dimension]
    category: Identifier
    votes: Annotated[int, Field(ge=8, le=10_000_000)]
    mean: Annotated[float, Field(ge=1, le=5)]
    mean_margin: Annotated[float, Field(ge=0, le=10)]
    favourable: Percent
    neutral: Percent
    unfavourable: Percent
    share_margin: Annotated[int, Field(ge=0, le=100)]


class ResponseRate(Part):
    """How many of the people who were asked have answered, of at least eight, blurred once.

    Attributes:
        people: all who had a check-in whose time ended since the rate before; each has one vote.
        answered: the share who answered, in steps of 5 percent.
        margin: the share of all is at most this much higher or lower, in 95 of 100 cases, in percent.
    """

    people: Annotated[int, Field(ge=8, le=10_000_000)]
    answered: Percent
    margin: Annotated[int, Field(ge=0, le=100)]


class ChangeKind(StrEnum):
    """The kind of a change that an executive made because of a session; new kinds come last."""

    COMMUNICATION = "communication"
    """How they talk and listen."""
    WAY_OF_WORKING = "way-of-working"
    TOOLS = "tools"
    """Digital tools they use."""
    PEOPLE = "people"
    """Whom they involve and support."""
    OFFERING = "offering"
    """A product, a service or a process."""
    OTHER = "other"


class ChangeShare(Part):
    """The share of one kind among the votes, in steps of 5 percent."""

    kind: Open[ChangeKind]
    share: Percent


class ReleasedChanges(Part):
    """The changes that executives recorded, by kind; groups of at least eight, each blurred once.

    Attributes:
        people: the votes; an executive has one in each group, for one of their new changes.
        shares: by kind, in the order of `ChangeKind`.
        margin: the share of all is at most this much higher or lower, in 95 of 100 cases, in percent.
    """

    people: Annotated[int, Field(ge=8, le=10_000_000)]
    shares: Annotated[tuple[ChangeShare, ...], Field(max_length=50)]
    margin: Annotated[int, Field(ge=0, le=100)]


class FiguresReleased(FeedbackEvent, fact="figures-released", aggregate="figures", key="programme_id"):
    """Answers were closed: these figures are in force until the next closing; none if too few answered."""

    programme_id: Identifier
    closed_at: Moment
    next_at: Moment | None
    figures: Annotated[tuple[ReleasedFigure, ...], Field(max_length=5000)]
    response: ResponseRate | None = None
    """None if too few people were asked."""
    changes: ReleasedChanges | None = None
    """None until enough executives have recorded a change."""
