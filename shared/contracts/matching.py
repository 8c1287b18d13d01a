"""Events of matching: rounds, proposals, pairings."""

from enum import StrEnum

from shared.contracts.base import EventData, Part
from shared.contracts.vocabulary import Identifier, Moment, Open, Role, Score


class MatchingEvent(EventData, owner="matching"):
    """Published by matching."""


class Contribution(Part):
    """What one criterion gave a pair, and what it could have given at most; the text has no names."""

    criterion: str
    points: Score
    at_most: Score
    text: str


class Unmatched(Part):
    """A ready person left without a proposal, and the rule that bound."""

    participant_id: Identifier
    role: Role
    reason: str


class RoundProposed(MatchingEvent, fact="round-proposed", aggregate="round", key="round_id"):
    """A matching round was computed over all ready people; its proposals wait for the coordinator."""

    round_id: Identifier
    mentors: int
    mentees: int
    proposals: int
    total_score: int
    unmatched: tuple[Unmatched, ...]
    solver: str


class ProposalMade(MatchingEvent, fact="proposal-made", aggregate="proposal", key="proposal_id"):
    """A pair was proposed, with score and explanation."""

    proposal_id: Identifier
    round_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    score: Score
    explanation: tuple[Contribution, ...]


class ProposalApproved(MatchingEvent, fact="proposal-approved", aggregate="proposal", key="proposal_id"):
    """The coordinator published a proposal; both are asked, until it expires."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    expires_at: Moment


class ProposalAccepted(MatchingEvent, fact="proposal-accepted", aggregate="proposal", key="proposal_id"):
    """One of the two said yes."""

    proposal_id: Identifier
    by: Role


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
    by: Role
    reason: Open[DeclineReason]


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
    """A proposal fell away because one of the two left the programme or found another pair."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier


class PairingActivated(MatchingEvent, fact="pairing-activated", aggregate="pairing", key="pairing_id"):
    """Both said yes: the relationship is active."""

    pairing_id: Identifier
    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    score: Score
    mentor_ready_at: Moment
    mentee_ready_at: Moment
    activated_at: Moment


class PairingEndReason(StrEnum):
    """Why a pairing ended, in neutral words."""

    COMPLETED = "completed"
    PARTICIPANT_LEFT = "participant-left"
    NO_FAULT_EXIT = "no-fault-exit"


class PairingEnded(MatchingEvent, fact="pairing-ended", aggregate="pairing", key="pairing_id"):
    """A pairing is over; nobody is at fault."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    reason: Open[PairingEndReason]


class MatchingPolicyChanged(
    MatchingEvent, fact="matching-policy-changed", aggregate="matching-policy", key="policy_id"
):
    """A coordinator decided anew how a programme's rounds are matched; this version counts from now on."""

    policy_id: Identifier
    policy_version: int
