"""An active relationship, from both answers to its end."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from services.matching.domain.pairs.of_two import OfTwo
from services.matching.domain.pairs.pause import Pause, begins, check_until, end_of
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.people.person import Person
from shared.contracts.matching import (
    MatchingEvent,
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    PairingFit,
    PairingPaused,
    PairingResumed,
)
from shared.contracts.vocabulary import Role
from shared.encryption import SealedText, text_owner
from shared.kernel import Conflict, EmployeeId, Identifier, Scope, stable_id


class PairingState(StrEnum):
    """A pairing ends once."""

    ACTIVE = "active"
    ENDED = "ended"


class PrivateReason(BaseModel):
    """A reason for leaving, encrypted for its author; nobody else can read it, or learn that there is one."""

    model_config = ConfigDict(frozen=True)

    author_id: EmployeeId
    text: SealedText


class Pairing(OfTwo):
    """Two people who both said yes.

    Attributes:
        conflict: the rule by which the two have a conflict of interest, if that ended it; for coordinators.
        private_reason: what the one who left chose to write down, if anything; in no event.
        pauses: those that have not ended, one for each side at most; the two rest until the last is over.
    """

    proposal_id: Identifier
    score: int
    mentor_ready_at: datetime
    mentee_ready_at: datetime
    activated_at: datetime
    state: PairingState = PairingState.ACTIVE
    ended_at: datetime | None = None
    end_reason: PairingEndReason | None = None
    conflict: str | None = None
    private_reason: PrivateReason | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def is_paused(self) -> bool:
        """Whether the two do not meet for now."""
        return bool(self.pauses)

    @property
    def paused_until(self) -> date | None:
        """The day from which they meet again; None while that is open, or without a pause."""
        return end_of(self.pauses)

    def is_paused_by(self, role: Role | None) -> bool:
        """Return whether a side has asked for a pause; None stands for the coordinators."""
        return any(pause.by is role for pause in self.pauses)

    def reason_of(self, employee_id: str | None) -> SealedText | None:
        """Return the private reason, if it is this employee's."""
        reason = self.private_reason
        return reason.text if reason and reason.author_id == employee_id else None

    def end(
        self, reason: PairingEndReason, at: datetime, *, private_reason: PrivateReason | None = None
    ) -> tuple[Self, list[MatchingEvent]]:
        """End the pairing; one that has ended stays as it is."""
        if self.state is PairingState.ENDED:
            return self, []
        ended = self.changed(
            state=PairingState.ENDED,
            ended_at=at,
            end_reason=reason,
            private_reason=private_reason,
            pauses=(),
        )
        return ended, [
            PairingEnded(
                pairing_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id, reason=reason
            )
        ]

    def pause(
        self, by: Role | None, until: date | None, *, now: datetime
    ) -> tuple[Self, list[MatchingEvent]]:
        """Let the two rest, as one side wishes; another wish of the same side replaces it.

        Raises:
            Conflict: the pairing has ended.
            RuleBroken: the pause does not end in the future, or only after more than a year.
        """
        if self.state is PairingState.ENDED:
            raise Conflict("the pairing has ended", code="pairing-over")
        wish = Pause(by=by, until=until)
        if wish in self.pauses:
            return self, []
        check_until(until, now=now)
        return self._with_pauses([*(pause for pause in self.pauses if pause.by is not by), wish])

    def resume(self, by: Role | None) -> tuple[Self, list[MatchingEvent]]:
        """End the pause of one side; without any pause this changes nothing.

        Raises:
            Conflict: others have asked for the pause.
        """
        if self.pauses and not self.is_paused_by(by):
            raise Conflict("others have asked for this pause", code="paused-by-others")
        return self._with_pauses([pause for pause in self.pauses if pause.by is not by])

    def end_pauses(self, *, now: datetime) -> tuple[Self, list[MatchingEvent]]:
        """End the pauses whose day has come."""
        return self._with_pauses([pause for pause in self.pauses if not pause.is_over(now)])

    def _with_pauses(self, pauses: Sequence[Pause]) -> tuple[Self, list[MatchingEvent]]:
        """Set the pauses; publish only what changes something for the two."""
        changed = self.changed(pauses=tuple(pauses))
        ids = {"pairing_id": self.id, "mentor_id": self.mentor_id, "mentee_id": self.mentee_id}
        if (changed.is_paused, changed.paused_until) == (self.is_paused, self.paused_until):
            return changed, []
        if changed.is_paused:
            until = changed.paused_until
            return changed, [PairingPaused(**ids, until=begins(until) if until else None)]
        return changed, [PairingResumed(**ids)]


def reason_owner(scope: Scope, pairing_id: str) -> str:
    """Return the owner to which the private reason for leaving a pairing is bound."""
    return text_owner(scope, "pairing", pairing_id)


def pairing_id_of(proposal: Proposal) -> Identifier:
    """Return the id of the pairing a proposal leads to."""
    return stable_id("pairing", proposal.id)


def activate(
    proposal: Proposal, mentor: Person, mentee: Person, at: datetime, fit: PairingFit | None = None
) -> tuple[Pairing, PairingActivated]:
    """Begin the pairing of an accepted proposal."""
    pairing = Pairing(
        id=pairing_id_of(proposal),
        tenant=proposal.tenant,
        programme=proposal.programme,
        region=proposal.region,
        proposal_id=proposal.id,
        mentor_id=proposal.mentor_id,
        mentee_id=proposal.mentee_id,
        mentor_employee_id=proposal.mentor_employee_id,
        mentee_employee_id=proposal.mentee_employee_id,
        score=proposal.score,
        mentor_ready_at=mentor.ready_at,
        mentee_ready_at=mentee.ready_at,
        activated_at=at,
    )
    activated = PairingActivated(
        pairing_id=pairing.id,
        proposal_id=proposal.id,
        mentor_id=pairing.mentor_id,
        mentee_id=pairing.mentee_id,
        mentor_employee_id=pairing.mentor_employee_id,
        mentee_employee_id=pairing.mentee_employee_id,
        score=pairing.score,
        mentor_ready_at=pairing.mentor_ready_at,
        mentee_ready_at=pairing.mentee_ready_at,
        activated_at=at,
        fit=fit,
    )
    return pairing, activated
