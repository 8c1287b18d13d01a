"""A proposed pair, from the round to both answers."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self

from services.matching.domain.pairs.of_two import OfTwo
from services.matching.domain.pairs.runner_up import RunnerUp
from services.matching.domain.pairs.shortlist import Shortlist
from services.matching.domain.pairs.without_answers import without_answers
from services.matching.domain.people.person import Person
from shared.contracts.matching import (
    Contribution,
    DeclineReason,
    MatchingEvent,
    ProposalAccepted,
    ProposalApproved,
    ProposalChosen,
    ProposalDeclined,
    ProposalExpired,
    ProposalMade,
    ProposalShown,
    ProposalWithdrawn,
)
from shared.contracts.vocabulary import Role
from shared.kernel import GLOBAL, Conflict, Identifier, stable_id


class ProposalState(StrEnum):
    """Made, shown and approved are open; the others are final."""

    MADE = "made"
    SHOWN = "shown"
    """On somebody's list: its chooser sees it, the other doesn't."""
    APPROVED = "approved"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


WAITING_STATES = frozenset({ProposalState.MADE, ProposalState.SHOWN})
"""Nobody has been asked yet."""
OPEN_STATES = WAITING_STATES | {ProposalState.APPROVED}


class Proposal(OfTwo):
    """A pair that was proposed.

    Attributes:
        round_id: the round that made it; None: it is on a list somebody asked for.
        shortlist_id: the list it is on, or was chosen from.
        chooser: whose list that is.
        accepted_by: who said yes so far.
        declined_by: who said no.
        asked_more: whether who said no asked for the next best.
        runner_up: whom else the mentee could have got, if a round computed it; only coordinators see who.
        approved_at: when the coordinator or the chooser published it; before, not both know of it.
        expires_at: until when the two may answer.
        locked: whether it stays when its round is computed again.
        forbidden_by: the rule that withdrew it, if one did; for coordinators.
    """

    round_id: Identifier | None
    shortlist_id: Identifier | None = None
    chooser: Role | None = None
    score: int
    explanation: tuple[Contribution, ...]
    runner_up: RunnerUp | None = None
    state: ProposalState = ProposalState.MADE
    accepted_by: tuple[Role, ...] = ()
    declined_by: Role | None = None
    decline_reason: DeclineReason | None = None
    asked_more: bool = False
    made_at: datetime
    approved_at: datetime | None = None
    expires_at: datetime | None = None
    forbidden_by: str | None = None
    locked: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it holds places."""
        return self.state in OPEN_STATES

    @property
    def shown_id(self) -> Identifier:
        """Return the participant who is shown to the chooser."""
        return self.mentee_id if self.chooser is Role.MENTOR else self.mentor_id

    @property
    def is_listed(self) -> bool:
        """Whether it is on a list and not chosen: then the list holds its chooser's place."""
        return self.shortlist_id is not None and self.state in WAITING_STATES

    def approve(self, at: datetime, expires_at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Publish it to the two.

        Raises:
            Conflict: it was published or settled before.
        """
        if self.state is not ProposalState.MADE:
            raise Conflict("the proposal is {state}", code="proposal-state", state=self.state)
        approved = self.changed(state=ProposalState.APPROVED, approved_at=at, expires_at=expires_at)
        return approved, [
            ProposalApproved(
                proposal_id=self.id,
                mentor_id=self.mentor_id,
                mentee_id=self.mentee_id,
                expires_at=expires_at,
            )
        ]

    def show(self, shortlist: Shortlist, at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Let the chooser of its list see it.

        Raises:
            Conflict: it was shown or settled before.
        """
        if self.state is not ProposalState.MADE:
            raise Conflict("the proposal is {state}", code="proposal-state", state=self.state)
        event = ProposalShown(
            proposal_id=self.id,
            shortlist_id=shortlist.id,
            round_id=self.round_id,
            chooser=shortlist.role,
            mentor_id=self.mentor_id,
            mentee_id=self.mentee_id,
            score=self.score,
            explanation=without_answers(self.explanation),
            expires_at=shortlist.ends_at(at),
        )
        return self.changed(state=ProposalState.SHOWN), [event]

    def choose(self, at: datetime, expires_at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Take it from its list: it is published to the other, and its chooser has said yes.

        Raises:
            Conflict: it is on no list (any more).
        """
        if self.state is not ProposalState.SHOWN or self.chooser is None:
            raise Conflict(
                "the proposal is {state}: it can't be chosen", code="proposal-not-choosable", state=self.state
            )
        chosen = self.changed(state=ProposalState.MADE)
        approved, approval = chosen.approve(at, expires_at)
        accepted, yes = approved.accept(self.chooser, at)
        event = ProposalChosen(
            proposal_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id, chooser=self.chooser
        )
        return accepted, [event, *approval, *yes]

    def accept(self, by: Role, at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Say yes; a second yes of the same person changes nothing.

        Raises:
            Conflict: it is settled, or the time is over.
        """
        if by in self.accepted_by and self.state in {ProposalState.APPROVED, ProposalState.ACCEPTED}:
            return self, []
        self._check_answerable(at)
        accepted_by = (*self.accepted_by, by)
        state = ProposalState.ACCEPTED if len(accepted_by) == len(Role) else self.state
        accepted = self.changed(accepted_by=accepted_by, state=state)
        return accepted, [ProposalAccepted(proposal_id=self.id, by=by)]

    def decline(self, by: Role, reason: DeclineReason, at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Say no; also after an own yes, as long as the other has not said yes as well.

        Raises:
            Conflict: it is settled otherwise, or the time is over.
        """
        if self.state is ProposalState.DECLINED and self.declined_by is by:
            return self, []
        self._check_answerable(at)
        declined = self.changed(state=ProposalState.DECLINED, declined_by=by, decline_reason=reason)
        return declined, [
            ProposalDeclined(
                proposal_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id, by=by, reason=reason
            )
        ]

    def expire(self, at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Let it lapse if its time is over; a settled one, or one with time left, stays as it is."""
        if self.state is not ProposalState.APPROVED or self.expires_at is None or at < self.expires_at:
            return self, []
        expired = self.changed(state=ProposalState.EXPIRED)
        return expired, [
            ProposalExpired(proposal_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id)
        ]

    def withdraw(self, forbidden_by: str | None = None) -> tuple[Self, list[MatchingEvent]]:
        """Take it back, because of a rule or for another reason; a settled one stays as it is."""
        if not self.is_open:
            return self, []
        withdrawn = self.changed(state=ProposalState.WITHDRAWN, forbidden_by=forbidden_by)
        return withdrawn, [
            ProposalWithdrawn(proposal_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id)
        ]

    def _check_answerable(self, at: datetime) -> None:
        if self.state is not ProposalState.APPROVED or self.expires_at is None:
            raise Conflict("the proposal is closed: it can't be answered any more", code="proposal-closed")
        if at >= self.expires_at:
            raise Conflict("the time to answer is over", code="answer-too-late")


def make_proposal(
    round_id: Identifier,
    mentor: Person,
    mentee: Person,
    *,
    score: int,
    explanation: Sequence[Contribution],
    at: datetime,
    attempt: int = 0,
) -> tuple[Proposal, ProposalMade]:
    """Propose a pair, in a round; each time the round is computed anew, the proposal is another."""
    again = [attempt] if attempt else []
    proposal = Proposal(
        id=stable_id("proposal", round_id, mentor.id, mentee.id, *again),
        tenant=mentor.tenant,
        programme=mentor.programme,
        region=mentor.region if mentor.region == mentee.region else GLOBAL,
        round_id=round_id,
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        mentor_employee_id=mentor.profile.employee_id,
        mentee_employee_id=mentee.profile.employee_id,
        score=score,
        explanation=tuple(explanation),
        made_at=at,
    )
    made = ProposalMade(
        proposal_id=proposal.id,
        round_id=round_id,
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        score=score,
        explanation=without_answers(proposal.explanation),
    )
    return proposal, made
