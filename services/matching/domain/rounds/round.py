"""A matching round: requested, computed, saved as proposals, approved by the coordinator."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.matching.domain.people.person import Person
from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.claim import Claim
from services.matching.domain.rounds.decision import RoundDecision, adjustment_of
from services.matching.domain.rounds.parts import (
    Approval,
    Cancellation,
    Clearing,
    Figures,
    Progress,
    RoundOptions,
)
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from services.matching.domain.rounds.what_if import WhatIf
from shared.contracts.matching import (
    FailureReason,
    MatchingEvent,
    RoundCancelled,
    RoundCause,
    RoundFailed,
    RoundPreviewed,
    RoundProposed,
    RoundRequested,
)
from shared.kernel import Aggregate, Conflict, Identifier

UNMATCHED_IN_EVENT: Final = 2000
"""A message has its limit; the outcome keeps everybody."""
MOST_CLAIMS: Final = 10
"""A computation that this many claims did not complete (it needs more memory than there is, say) is
given up."""


class RoundState(StrEnum):
    """The state of a round."""

    REQUESTED = "requested"
    COMPUTING = "computing"
    SAVING = "saving"
    PROPOSED = "proposed"
    APPROVING = "approving"
    APPROVED = "approved"
    CLEARING = "clearing"
    """Proposals are being taken back, to compute the round again or to discard it."""
    DISCARDED = "discarded"
    PREVIEWED = "previewed"
    CANCELLED = "cancelled"
    FAILED = "failed"


OPEN_STATES: Final = (RoundState.REQUESTED, RoundState.COMPUTING, RoundState.SAVING, RoundState.CLEARING)
"""No other round of the programme may begin meanwhile."""
BUSY_STATES: Final = (*OPEN_STATES, RoundState.APPROVING)
"""A worker has something to do."""


class Round(Aggregate):
    """One computation of proposals.

    Attributes:
        number: 1, 2, 3 … in the programme.
        cause: the coordinator, or what followed from an earlier round.
        without: participants it leaves out: who asked for it, and in a what-if their partners, too.
        what_if: which round it computes again, and what for, if it does.
        requested_at: when; the computation's day, whenever it is computed.
        claim: which worker has it, if any.
        claims: how often it was claimed; the latest claim's token.
        figures: what was computed, once it is.
        outcome: under which token the outcome is kept.
        saved_chunks: chunks of the outcome that have become proposals.
        proposals: proposals made so far.
        proposed_score: their points.
        dropped: pairs not proposed because somebody changed between computing and saving.
        recomputed: whether it was computed again because the rules had changed.
        reason: why it failed.
        decisions: what the coordinator has decided about it, the first decision first.
        clearing: why its proposals are being taken back, if they are.
        attempt: how often it was computed again by the coordinator's wish.
        earlier_claims: claims before that.
        kept: locked proposals that stayed when it was.
    """

    number: int
    state: RoundState = RoundState.REQUESTED
    cause: RoundCause = RoundCause.COORDINATOR
    options: RoundOptions = RoundOptions()
    without: tuple[Identifier, ...] = ()
    what_if: WhatIf | None = None
    requested_at: datetime
    claim: Claim | None = None
    claims: int = 0
    cancellation: Cancellation | None = None
    progress: Progress | None = None
    figures: Figures | None = None
    outcome: int = 0
    saved_chunks: int = 0
    proposals: int = 0
    proposed_score: int = 0
    dropped: int = 0
    recomputed: bool = False
    proposed_at: datetime | None = None
    approval: Approval | None = None
    approved_at: datetime | None = None
    reason: FailureReason | None = None
    decisions: tuple[RoundDecision, ...] = ()
    clearing: Clearing | None = None
    attempt: int = 0
    earlier_claims: int = 0
    kept: int = 0

    @property
    def adjustment(self) -> Adjustment:
        """Return the decisions on single pairs."""
        return adjustment_of(self.decisions)

    @property
    def tries(self) -> int:
        """How often the present computation was claimed."""
        return self.claims - self.earlier_claims

    @property
    def is_open(self) -> bool:
        """Whether its proposals are still to come."""
        return self.state in OPEN_STATES

    @property
    def computed(self) -> Figures:
        """The figures of a computed round.

        Raises:
            Conflict: it is not computed (yet).
        """
        if self.figures is None:
            raise Conflict(
                "the round is {state}: it has no outcome", code="round-without-outcome", state=self.state
            )
        return self.figures

    def requested_event(self) -> RoundRequested:
        """Tell the workers."""
        return RoundRequested(
            round_id=self.id, number=self.number, preview=self.options.preview, cause=self.cause
        )

    def may_take_in(self, people: frozenset[str]) -> bool:
        """Return whether any of these people may be matched by it."""
        return not people.issubset(self.without)

    def looks_for(self, person: Person, since: datetime) -> bool:
        """Return whether the round follows another, and takes in somebody who is free since an instant."""
        if self.cause is RoundCause.COORDINATOR or self.requested_at <= since:
            return False
        return person.waiting is None or person.id in (self.options.people or ())

    def claimed(self, owner: str, now: datetime, until: datetime) -> Self:
        """Give it to a worker, with a token higher than any before.

        Raises:
            Conflict: another has it, or nothing is left to do.
        """
        if self.state not in BUSY_STATES:
            raise Conflict("the round is {state}", code="round-state", state=self.state)
        if self.claim and self.claim.until > now:
            raise Conflict("another worker has the round", code="round-claimed")
        token = self.claims + 1
        state = RoundState.COMPUTING if self.state is RoundState.REQUESTED else self.state
        return self.changed(state=state, claim=Claim(owner=owner, token=token, until=until), claims=token)

    def released(self, until: datetime) -> Self:
        """Let others take it, from an instant on; a computation has to begin again."""
        return self.changed(claim=self.claim.extended(until) if self.claim else None, progress=None)

    def cancel(self, *, keep: bool) -> tuple[Self, list[MatchingEvent]]:
        """Stop it as soon as its worker notices; at once where none has begun. A repetition changes nothing.

        A second call may give up the best matching so far, but not ask for it.

        Raises:
            Conflict: it has gone too far.
        """
        wish = Cancellation(keep=keep)
        if self.state is RoundState.CANCELLED or (self.is_open and self.cancellation == wish):
            return self, []
        if self.state is RoundState.REQUESTED:
            return self.changed(cancellation=wish).cancelled()
        if self.state is not RoundState.COMPUTING:
            raise Conflict(
                "the round is {state}: it can't be cancelled any more",
                code="round-not-cancellable",
                state=self.state,
            )
        if self.cancellation and not self.cancellation.keep:
            raise Conflict(
                "the round is being stopped without its matching already", code="round-stopping", field="keep"
            )
        return self.changed(cancellation=wish), []

    def cancelled(self) -> tuple[Self, list[MatchingEvent]]:
        """End it without (new) proposals; locked ones still wait to be computed around, or discarded."""
        ended = self.changed(state=RoundState.CANCELLED, claim=None)
        return ended, [RoundCancelled(round_id=self.id)]

    def failed(self, reason: FailureReason) -> tuple[Self, list[MatchingEvent]]:
        """End it without (further) proposals."""
        ended = self.changed(state=RoundState.FAILED, reason=reason, claim=None)
        return ended, [RoundFailed(round_id=self.id, reason=reason)]

    def compute_again(self) -> Self:
        """Drop the outcome, because the rules have changed."""
        return self.changed(state=RoundState.REQUESTED, recomputed=True, claim=None, progress=None)

    def previewed(self, figures: Figures, token: int) -> tuple[Self, list[MatchingEvent]]:
        """End a what-if with its outcome."""
        ended = self.changed(state=RoundState.PREVIEWED, figures=figures, outcome=token, claim=None)
        event = RoundPreviewed(
            round_id=self.id,
            pairs=figures.certificate.pairs,
            total_score=figures.certificate.total,
            unmatched_people=figures.unmatched,
            outcome=figures.certificate.outcome,
            gap=figures.certificate.gap,
        )
        return ended, [event]

    def saving(self, figures: Figures, token: int) -> Self:
        """Begin to make proposals of the outcome."""
        return self.changed(state=RoundState.SAVING, figures=figures, outcome=token)

    def chunk_saved(self, made: Sequence[int], dropped: int) -> Self:
        """Note that one chunk more has become proposals of these scores."""
        return self.changed(
            saved_chunks=self.saved_chunks + 1,
            proposals=self.proposals + len(made),
            proposed_score=self.proposed_score + sum(made),
            dropped=self.dropped + dropped,
        )

    def proposed(
        self, at: datetime, unmatched: Sequence[UnmatchedPerson]
    ) -> tuple[Self, list[MatchingEvent]]:
        """Note that all proposals are made and wait for the approval."""
        figures, certificate = self.computed, self.computed.certificate
        ended = self.changed(state=RoundState.PROPOSED, proposed_at=at, claim=None)
        return ended, [
            RoundProposed(
                round_id=self.id,
                mentors=certificate.mentors,
                mentees=certificate.mentees,
                proposals=self.proposals,
                total_score=self.proposed_score,
                unmatched=tuple(each.published() for each in unmatched[:UNMATCHED_IN_EVENT]),
                solver=certificate.solver,
                unmatched_people=figures.unmatched,
                dropped=self.dropped,
                outcome=certificate.outcome,
                gap=certificate.gap,
                bound=certificate.bound,
            )
        ]

    def approve(self, at: datetime, expires_at: datetime, excluded: tuple[str, ...]) -> Self:
        """Begin to ask people; again changes nothing.

        Raises:
            Conflict: it has no proposals (yet).
        """
        if self.state in {RoundState.APPROVING, RoundState.APPROVED}:
            return self
        if self.state is not RoundState.PROPOSED:
            raise Conflict(
                "the round is {state}: there is nothing to approve",
                code="round-not-approvable",
                state=self.state,
            )
        approval = Approval(at=at, expires_at=expires_at, excluded=excluded)
        return self.changed(state=RoundState.APPROVING, approval=approval, claim=None)

    def approved(self) -> Self:
        """Everybody has been asked."""
        asked = self.approval.at if self.approval else None
        return self.changed(state=RoundState.APPROVED, approved_at=asked, claim=None)


class ProgressFeed(Aggregate):
    """Counts a round's progress events, so that they don't disturb the sequence of its own events."""
