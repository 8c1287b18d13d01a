"""Events of matching: rounds, proposals, pairings."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.vocabulary import Count, EmployeeId, Figure, Identifier, Moment, Open, Role, Score
from shared.schema import EventData, Part, Personal, Words


class MatchingEvent(EventData, owner="matching"):
    """Published by matching."""


class Contribution(Part):
    """What one criterion gave a pair, and what it could have given at most; no text has names.

    ``text`` is for those who look at the two; the others are said to the mentor and to the mentee.
    """

    criterion: Words
    points: Score
    at_most: Score
    text: Words
    for_mentor: Words | None = None
    for_mentee: Words | None = None


class Unmatched(Part):
    """A ready person left without a proposal, and the rule that bound."""

    participant_id: Identifier
    role: Role
    reason: Annotated[Words, Personal()]


class RoundCause(StrEnum):
    """Why there is a round."""

    COORDINATOR = "coordinator"
    FALL_THROUGH = "fall-through"
    """A small one for people whose proposal or pairing came to an end."""
    CONTINUOUS = "continuous"
    """A small one for people newly ready."""


class RoundRequested(MatchingEvent, fact="round-requested", aggregate="round", key="round_id"):
    """There is to be a round (or a what-if: a preview); a worker will compute it."""

    round_id: Identifier
    number: Count
    preview: bool
    cause: Open[RoundCause] = RoundCause.COORDINATOR


class RoundProgressed(MatchingEvent, fact="round-progressed", aggregate="round-progress", key="round_id"):
    """How far the computation of a round is; at most one a second, the last one always.

    ``matched`` pairs so far of ``at_most`` by the places of both sides; ``gap`` is how far their value may be
    short of the best at most: ``missing_pairs`` more, and ``missing_points`` beside. ``percent`` is of the
    way to the end; ``step`` names what is being done.
    """

    round_id: Identifier
    step: Words
    passes: float
    matched: Count
    at_most: Count
    value: Figure
    bound: Figure
    gap: Figure
    seconds: float
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    missing_pairs: Count | None = None
    missing_points: Figure | None = None


class RoundCancelled(MatchingEvent, fact="round-cancelled", aggregate="round", key="round_id"):
    """The coordinator stopped a round; it has no proposals."""

    round_id: Identifier


class RoundFailed(MatchingEvent, fact="round-failed", aggregate="round", key="round_id"):
    """A round could not be computed; the reason is for the coordinator."""

    round_id: Identifier
    reason: Words


class RoundDiscarded(MatchingEvent, fact="round-discarded", aggregate="round", key="round_id"):
    """The coordinator discarded a proposed round; all its proposals were withdrawn, all places are free."""

    round_id: Identifier


class RoundPreviewed(MatchingEvent, fact="round-previewed", aggregate="round", key="round_id"):
    """A what-if was computed: so many pairs, so many points; nobody was proposed."""

    round_id: Identifier
    pairs: Count
    total_score: Figure
    unmatched_people: Count
    outcome: Words
    gap: Figure


class RoundProposed(MatchingEvent, fact="round-proposed", aggregate="round", key="round_id"):
    """A matching round was computed over all ready people; its proposals wait for the coordinator.

    ``unmatched`` names the first 2,000 of all ``unmatched_people``. ``dropped`` pairs were not proposed,
    since somebody changed meanwhile. ``gap``: points short of the best possible at most; 0 is proof.
    """

    round_id: Identifier
    mentors: Count
    mentees: Count
    proposals: Count
    total_score: Figure
    unmatched: Annotated[tuple[Unmatched, ...], Field(max_length=2000)]
    solver: Words
    unmatched_people: Count | None = None
    dropped: Count = 0
    outcome: Words | None = None
    gap: Figure | None = None
    bound: Figure | None = None


class ProposalMade(MatchingEvent, fact="proposal-made", aggregate="proposal", key="proposal_id"):
    """A pair was proposed, with score and explanation.

    On a shortlist ``chooser`` is the one of the two who may choose; the other knows of nothing.
    """

    proposal_id: Identifier
    round_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    score: Annotated[Score, Personal()]
    explanation: Annotated[tuple[Contribution, ...], Field(max_length=50), Personal()]
    chooser: Role | None = None
    shortlist_id: Identifier | None = None


class ProposalShown(MatchingEvent, fact="proposal-shown", aggregate="proposal", key="proposal_id"):
    """One of the two, the chooser, sees the other on a list; that holds a place of the one who is shown.

    The chooser's place is held once, by the list, however many are on it. A list somebody asked for belongs
    to no round.
    """

    proposal_id: Identifier
    shortlist_id: Identifier
    round_id: Identifier | None
    chooser: Role
    mentor_id: Identifier
    mentee_id: Identifier
    score: Annotated[Score, Personal()]
    explanation: Annotated[tuple[Contribution, ...], Field(max_length=50), Personal()]


class ProposalChosen(MatchingEvent, fact="proposal-chosen", aggregate="proposal", key="proposal_id"):
    """The chooser took this one of the list; it is published to the other, and has the chooser's yes."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    chooser: Role


class ProposalApproved(MatchingEvent, fact="proposal-approved", aggregate="proposal", key="proposal_id"):
    """The coordinator published a proposal, or somebody chose it; both are asked, until it expires."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    expires_at: Moment


class ProposalAccepted(MatchingEvent, fact="proposal-accepted", aggregate="proposal", key="proposal_id"):
    """One of the two said yes."""

    proposal_id: Identifier
    by: Annotated[Role, Personal()]


class DeclineReason(StrEnum):
    """Why somebody says no to a pair."""

    NO_TIME = "no-time"
    NOT_A_FIT = "not-a-fit"
    KNOW_EACH_OTHER = "know-each-other"
    PRIVATE = "private"


class ProposalDeclined(MatchingEvent, fact="proposal-declined", aggregate="proposal", key="proposal_id"):
    """One of the two said no; the pair is not proposed again."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    by: Annotated[Role, Personal()]
    reason: Annotated[Open[DeclineReason], Personal()]


class ProposalExpired(MatchingEvent, fact="proposal-expired", aggregate="proposal", key="proposal_id"):
    """Nobody, or only one, answered in time."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class ProposalExpiryDue(
    MatchingEvent, fact="proposal-expiry-due", aggregate="proposal-expiry", key="proposal_id", timer=True
):
    """Timer: the time to answer a proposal is over."""

    proposal_id: Identifier


class ProposalWithdrawn(MatchingEvent, fact="proposal-withdrawn", aggregate="proposal", key="proposal_id"):
    """A proposal fell away: one of the two left or found another pair, or the list it was on ended."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class ShortlistShown(MatchingEvent, fact="shortlist-shown", aggregate="shortlist", key="shortlist_id"):
    """A person may choose from a list of so many, until it expires."""

    shortlist_id: Identifier
    participant_id: Identifier
    role: Role
    count: Count
    expires_at: Moment


class ShortlistEnding(StrEnum):
    """Why a list that was shown is over."""

    CHOSEN = "chosen"
    EXPIRED = "expired"
    REPLACED = "replaced"
    FELL_AWAY = "fell-away"


class ShortlistEnded(MatchingEvent, fact="shortlist-ended", aggregate="shortlist", key="shortlist_id"):
    """A list that was shown is over, and its places are free again; what was chosen goes on as a proposal."""

    shortlist_id: Identifier
    participant_id: Identifier
    ending: Annotated[Open[ShortlistEnding], Personal()]


class ShortlistExpiryDue(
    MatchingEvent,
    fact="shortlist-expiry-due",
    aggregate="shortlist-expiry",
    key="shortlist_id",
    timer=True,
):
    """Timer: the time to choose is over."""

    shortlist_id: Identifier


class PairingActivated(MatchingEvent, fact="pairing-activated", aggregate="pairing", key="pairing_id"):
    """Both said yes: the relationship is active."""

    pairing_id: Identifier
    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Annotated[EmployeeId, Personal()]
    mentee_employee_id: Annotated[EmployeeId, Personal()]
    score: Annotated[Score, Personal()]
    mentor_ready_at: Moment
    mentee_ready_at: Moment
    activated_at: Moment


class PairingEndReason(StrEnum):
    """Why a pairing ended, in neutral words."""

    COMPLETED = "completed"
    PARTICIPANT_LEFT = "participant-left"
    NO_FAULT_EXIT = "no-fault-exit"
    IDLE = "idle"
    CONFLICT = "conflict"
    """The two have a conflict of interest by now: a new manager, say."""


class PairingEnded(MatchingEvent, fact="pairing-ended", aggregate="pairing", key="pairing_id"):
    """A pairing is over; nobody is at fault."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    reason: Annotated[Open[PairingEndReason], Personal()]


class ConflictReviewDue(
    MatchingEvent, fact="conflict-review-due", aggregate="conflict-review", key="pairing_id", timer=True
):
    """Timer: look once more whether a pairing is a conflict of interest, now that all facts have come."""

    pairing_id: Identifier


class RematchOffered(MatchingEvent, fact="rematch-offered", aggregate="matched-person", key="participant_id"):
    """Somebody whose pairing ended may have another: the next best is looked for without a further word.

    ``first_in_line``: before others, if somebody has to be left out.
    """

    participant_id: Identifier
    pairing_id: Identifier
    first_in_line: bool


class RematchDue(MatchingEvent, fact="rematch-due", aggregate="rematch", key="participant_id", timer=True):
    """Timer: somebody is free since an instant, and waits, or is a chance for those who do."""

    participant_id: Identifier
    since: Moment


class MatchOverdue(MatchingEvent, fact="match-overdue", aggregate="matched-person", key="participant_id"):
    """Somebody ready is without a first partner longer than the programme's target, and nobody is asked."""

    participant_id: Identifier
    role: Role
    ready_at: Moment
    target_days: Count


class MatchTargetDue(
    MatchingEvent, fact="match-target-due", aggregate="match-target", key="participant_id", timer=True
):
    """Timer: the time is over within which somebody was to have their first partner."""

    participant_id: Identifier


class MatchingPolicyChanged(
    MatchingEvent, fact="matching-policy-changed", aggregate="matching-policy", key="policy_id"
):
    """A coordinator decided anew how a programme's rounds are matched; this version counts from now on."""

    policy_id: Identifier
    policy_version: Count
