"""Figures, as they are released."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.feedback.questions import Dimension, Question, Questionnaire
from shared.contracts.vocabulary import Code, Identifier, Moment, Open, Role
from shared.schema import Part
from shared.schema.visibility import Visibility


class FiguresDue(
    FeedbackEvent, fact="figures-due", aggregate="figures-closing", key="programme_id", timer=True
):
    """Timer: time to close the answers that wait."""

    programme_id: Identifier


Percent = Annotated[int, Field(ge=0, le=100, multiple_of=5)]


class ReleasedPart(Part):
    """The answers of closed groups to one question; each person has one vote in each group.

    Every group has at least eight people, and its counts were blurred once before they were stored.

    Attributes:
        questionnaire: the one that the question is in.
        category: one of the dimension.
        votes: the size of all groups together.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    questionnaire: Open[Questionnaire] = Questionnaire.CHECK_IN
    questionnaire_version: Annotated[int, Field(ge=1, le=1000)] = 1
    question: Open[Question]
    dimension: Open[Dimension]
    category: Identifier
    votes: Annotated[int, Field(ge=8, le=10_000_000)]


class ReleasedFigure(ReleasedPart):
    """The figures of a question that is answered by a level.

    Attributes:
        mean: of the levels 1 to 5, in tenths.
        mean_margin: the mean of all votes is at most this much higher or lower, in 95 of 100 cases.
        favourable: the share of the levels 4 and 5, in steps of 5 percent.
        neutral: the share of level 3.
        unfavourable: the share of the levels 1 and 2.
        share_margin: the same as ``mean_margin`` of the shares, in percent.
    """

    mean: Annotated[float, Field(ge=1, le=5)]
    mean_margin: Annotated[float, Field(ge=0, le=10)]
    favourable: Percent
    neutral: Percent
    unfavourable: Percent
    share_margin: Annotated[int, Field(ge=0, le=100)]


class ReleasedRecommendation(ReleasedPart):
    """The net promoter score: the share of 9 and 10 less the share of 0 to 6, in steps of 5.

    Attributes:
        net: from -100 to 100.
        net_margin: the score of all votes is at most this much higher or lower, in 95 of 100 cases.
        promoters: the share of 9 and 10, in steps of 5 percent.
        passives: the share of 7 and 8.
        detractors: the share of 0 to 6.
    """

    net: Annotated[int, Field(ge=-100, le=100, multiple_of=5)]
    net_margin: Annotated[int, Field(ge=0, le=200)]
    promoters: Percent
    passives: Percent
    detractors: Percent


class ReleasedOwn(Part):
    """The answers of closed groups to a question of the programme's own; by the same rule as all others.

    Attributes:
        questionnaire: the occasion on which it is asked.
        role: who is asked; each role has versions of its own.
        question: its id; its texts are feedback's, by version.
        category: one of the dimension.
        votes: the size of all groups together.
        low: the lowest answer on the scale; of a choice 1.
        options: the ids of the answers to choose from; none of a scale.
        shares: of each answer, the lowest or first one first, in steps of 5 percent.
        share_margin: a share of all is at most this much higher or lower, in 95 of 100 cases, in percent.
        mean: of the answers on the scale, in tenths; None of a choice.
        mean_margin: the same as ``share_margin`` of the mean.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    questionnaire: Open[Questionnaire]
    questionnaire_version: Annotated[int, Field(ge=1, le=1000)]
    role: Role
    question: Code
    dimension: Open[Dimension]
    category: Identifier
    votes: Annotated[int, Field(ge=8, le=10_000_000)]
    low: Annotated[int, Field(ge=0, le=10)]
    options: Annotated[tuple[Code, ...], Field(max_length=10)] = ()
    shares: Annotated[tuple[Percent, ...], Field(max_length=10)]
    share_margin: Annotated[int, Field(ge=0, le=100)]
    mean: Annotated[float, Field(ge=0, le=10)] | None = None
    mean_margin: Annotated[float, Field(ge=0, le=10)] | None = None


class ResponseRate(Part):
    """How many of the people who were asked have answered, of at least eight, blurred once.

    Attributes:
        people: all who had a check-in whose time ended since the rate before; each has one vote.
        answered: the share who answered, in steps of 5 percent.
        margin: the share of all is at most this much higher or lower, in 95 of 100 cases, in percent.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

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

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    kind: Open[ChangeKind]
    share: Percent


class ReleasedChanges(Part):
    """The changes that executives recorded, by kind; groups of at least eight, each blurred once.

    Attributes:
        people: the votes; an executive has one in each group, for one of their new changes.
        shares: by kind, in the order of `ChangeKind`.
        margin: the share of all is at most this much higher or lower, in 95 of 100 cases, in percent.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    people: Annotated[int, Field(ge=8, le=10_000_000)]
    shares: Annotated[tuple[ChangeShare, ...], Field(max_length=50)]
    margin: Annotated[int, Field(ge=0, le=100)]


class FiguresReleased(FeedbackEvent, fact="figures-released", aggregate="figures", key="programme_id"):
    """Answers were closed: these figures are in force until the next closing; none if too few answered."""

    programme_id: Identifier
    closed_at: Moment
    next_at: Moment | None
    figures: Annotated[tuple[ReleasedFigure, ...], Field(max_length=5000)]
    recommendations: Annotated[tuple[ReleasedRecommendation, ...], Field(max_length=5000)] = ()
    """The answers to the question whether people recommend the programme."""
    response: ResponseRate | None = None
    """None if too few people were asked."""
    changes: ReleasedChanges | None = None
    """None until enough executives have recorded a change."""
    own: Annotated[tuple[ReleasedOwn, ...], Field(max_length=5000)] = ()
    """The answers to the programme's own questions."""


class FinalReportReady(
    FeedbackEvent, fact="final-report-ready", aggregate="final-report", key="programme_id"
):
    """A completed programme's last answers were closed: its report keeps these figures for good."""

    programme_id: Identifier
    closed_at: Moment | None
    """The closing that released the figures; None if nobody was ever asked."""
    figures: Annotated[tuple[ReleasedFigure, ...], Field(max_length=5000)] = ()
    recommendations: Annotated[tuple[ReleasedRecommendation, ...], Field(max_length=5000)] = ()
    response: ResponseRate | None = None
    changes: ReleasedChanges | None = None
    own: Annotated[tuple[ReleasedOwn, ...], Field(max_length=5000)] = ()
