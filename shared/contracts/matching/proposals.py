"""Events of proposals: made, shown, approved, answered, withdrawn."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.matching.explanation import Contribution
from shared.contracts.vocabulary import Identifier, Moment, Open, Role, Score
from shared.schema import Personal


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
    to no round. The list ends at ``expires_at`` at the latest.
    """

    proposal_id: Identifier
    shortlist_id: Identifier
    round_id: Identifier | None
    chooser: Role
    mentor_id: Identifier
    mentee_id: Identifier
    score: Annotated[Score, Personal()]
    explanation: Annotated[tuple[Contribution, ...], Field(max_length=50), Personal()]
    expires_at: Moment | None = None


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
    """A proposal was withdrawn: one of the two left or found another partner, or the list it was on ended."""

    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
