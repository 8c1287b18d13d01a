"""Events of feedback: check-ins, the health of pairings, and the figures that are released."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from shared.contracts.base import PlatformEvent
from shared.contracts.vocabulary import Code, Count, EmployeeId, Identifier, Moment, Open, Role, Score
from shared.schema import Part, Personal

NUDGES: Final = 2
"""How often a person is asked again about a session."""


class FeedbackEvent(PlatformEvent, owner="feedback"):
    """Published by feedback."""


class CheckInFact(FeedbackEvent):
    """The fields of all events of a check-in."""

    check_in_id: Identifier
    session_id: Identifier
    pairing_id: Identifier
    participant_id: Identifier
    role: Role


class CheckInDue(FeedbackEvent, fact="check-in-due", aggregate="check-in-due", key="session_id", timer=True):
    """Timer: a session is over, and both are asked about it."""

    session_id: Identifier
    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    number: Count
    ends_at: Moment


class CheckInRequested(CheckInFact, fact="check-in-requested", aggregate="check-in", key="check_in_id"):
    """After a session a participant is asked whether it took place, and how it was."""

    due_at: Moment


class CheckInSubmitted(CheckInFact, fact="check-in-submitted", aggregate="check-in", key="check_in_id"):
    """A check-in was answered; what was answered leaves feedback as figures of groups only."""


class CheckInNudgeDue(
    FeedbackEvent, fact="check-in-nudge-due", aggregate="check-in-nudge", key="check_in_id", timer=True
):
    """Timer: a check-in has been open for a while."""

    check_in_id: Identifier


class CheckInNudged(CheckInFact, fact="check-in-nudged", aggregate="check-in", key="check_in_id"):
    """A participant has not answered so far, and is asked again."""

    number: Annotated[int, Field(ge=1, le=NUDGES)]
    """1 for the first time."""
    due_at: Moment


class CheckInLapseDue(
    FeedbackEvent, fact="check-in-lapse-due", aggregate="check-in-lapse", key="check_in_id", timer=True
):
    """Timer: the time to answer a check-in is over."""

    check_in_id: Identifier


class CheckInLapsed(CheckInFact, fact="check-in-lapsed", aggregate="check-in", key="check_in_id"):
    """A check-in was not answered in time."""


class Health(StrEnum):
    """How a pairing does."""

    ON_TRACK = "on-track"
    NEEDS_ATTENTION = "needs-attention"
    TOO_EARLY = "too-early-to-tell"


class HealthReason(StrEnum):
    """A reason behind a pairing's health: a fact of its sessions, never an answer."""

    CANCELLATIONS = "cancellations"
    """Several sessions in a row were cancelled or missed."""
    NO_FIRST_CONTACT = "no-first-contact"
    """The executive has not got in touch in time."""
    IDLE = "idle"
    """No session has been held for long."""
    NOT_MET_YET = "not-met-yet"
    """No session has been held so far, and there is still time."""
    MEETING = "meeting"
    """The two meet."""


class PairingHealthChanged(
    FeedbackEvent, fact="pairing-health-changed", aggregate="health", key="pairing_id"
):
    """The health of a pairing is another than before, with the reasons that made it so."""

    pairing_id: Identifier
    health: Annotated[Open[Health], Personal()]
    was: Annotated[Open[Health], Personal()]
    reasons: Annotated[tuple[Open[HealthReason], ...], Field(max_length=8), Personal()]


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


class RecommendedWeight(Part):
    """The weight that ratings recommend for a criterion.

    Attributes:
        weight: the current one, in points.
        recommended: the current one as well, unless a gain is probable.
        low: the lower end of the 95 % interval.
        high: the upper end.
    """

    criterion: Code
    weight: Score
    recommended: Score
    low: Score
    high: Score


class WeightsLearned(FeedbackEvent, fact="weights-learned", aggregate="learning", key="programme_id"):
    """The ratings of at least eight more pairings count, and this is what all of them say about the weights.

    Attributes:
        meaning: of the criteria, as in `PairingFit`.
        pairings: how many were made by these criteria and have ratings.
        needed: pairings below which nothing is recommended.
        probability: that pairings made by the best weights are rated better; None below ``needed``.
        criteria: empty below ``needed``.
    """

    programme_id: Identifier
    meaning: Identifier
    pairings: Count
    needed: Count
    probability: Annotated[float, Field(ge=0, le=1)] | None
    criteria: Annotated[tuple[RecommendedWeight, ...], Field(max_length=50)]


class IdleStep(StrEnum):
    """The steps when two do not meet, in this order."""

    FIRST_CONTACT = "first-contact"
    """The executive has not got in touch."""
    WARN = "warn"
    """The two are reminded of each other."""
    COORDINATOR = "coordinator"
    """The coordinator should look."""
    CLOSE = "close"
    """The pairing should end; nobody is at fault."""


class IdleDue(FeedbackEvent, fact="idle-due", aggregate="idle", key="pairing_id", timer=True):
    """Timer: two have perhaps not met for long enough that a step is due."""

    pairing_id: Identifier


class PairingFellIdle(FeedbackEvent, fact="pairing-fell-idle", aggregate="health", key="pairing_id"):
    """Two have not met since then, and the programme's rules say what to do; once for each step."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    step: Open[IdleStep]
    since: Moment


class FirstContactMade(FeedbackEvent, fact="first-contact-made", aggregate="health", key="pairing_id"):
    """The executive got in touch with the mentor."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class Notice(StrEnum):
    """The reason for a notice; the mail says nothing more."""

    CONCERN_ASSIGNED = "concern-assigned"
    """A concern is assigned to them."""
    CONCERN_DUE = "concern-due"
    """The concern that is assigned to them is to be acknowledged soon."""
    ANSWER_WAITS = "answer-waits"
    """There is an answer for them."""
    COORDINATORS_WANTED = "coordinators-wanted"
    """Something waits that no mail to one person can announce."""


class NoticePosted(FeedbackEvent, fact="notice-posted", aggregate="notice", key="notice_id"):
    """Something confidential waits for one person, or for coordinators where nobody can be reached alone.

    Nothing in it leads to a concern: its id is its own, and everything about the person is personal.

    Attributes:
        participant_id: with the role, where it is for a participant.
        employee_id: where it is for a coordinator.
        due_at: by when it has to be acknowledged; then it goes to somebody else.
    """

    notice_id: Identifier
    notice: Annotated[Open[Notice], Personal()]
    participant_id: Annotated[Identifier, Personal()] | None = None
    role: Annotated[Role, Personal()] | None = None
    employee_id: Annotated[EmployeeId, Personal()] | None = None
    due_at: Annotated[Moment, Personal()] | None = None


class ConcernAcknowledgementDue(
    FeedbackEvent,
    fact="concern-acknowledgement-due",
    aggregate="concern-acknowledgement",
    key="concern_id",
    timer=True,
):
    """Timer: a concern should be acknowledged soon, or should have been and goes to somebody else."""

    concern_id: Identifier


class HealthReviewDue(
    FeedbackEvent, fact="health-review-due", aggregate="health-review", key="programme_id", timer=True
):
    """Timer: the rules have changed, so the next pairings (by id, after this one) are judged anew."""

    programme_id: Identifier
    after: Identifier | None = None
