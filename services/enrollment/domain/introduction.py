"""That participants may learn who another is: on a shortlist, proposed, paired, or staying in touch."""

from datetime import datetime, timedelta
from typing import Final, Self

from shared.contracts.enrollment import ContactAgreed
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, Identifier

ASKED_DAYS: Final = 30
"""How long after the end of a pairing the two may say that they want to stay in touch."""


class Introduction(Aggregate):
    """One proposal or pairing, under its own id.

    Attributes:
        mentor_id: the participant who teaches.
        mentee_id: the participant who learns.
        chooser: the one who may learn who the other is, while the proposal is on their shortlist; None: both.
        paired: whether it is a pairing, in which the two may write to each other.
        expires_at: when a shortlist or proposal ends at the latest; None for a pairing.
        ended: whether it is over.
        completed_at: when the pairing was completed; None if it was not.
        mentor_agrees: whether the mentor stays in touch, for the mentor alone; None without an answer.
        mentee_agrees: the same for the mentee.
    """

    mentor_id: Identifier
    mentee_id: Identifier
    chooser: Role | None = None
    paired: bool
    expires_at: datetime | None = None
    ended: bool = False
    completed_at: datetime | None = None
    mentor_agrees: bool | None = None
    mentee_agrees: bool | None = None

    def other(self, participant_ids: frozenset[str]) -> str:
        """Return the participant who is none of these."""
        return self.mentee_id if self.mentor_id in participant_ids else self.mentor_id

    def to_both(self, expires_at: datetime) -> Self:
        """Let the other learn of the chooser, too: the proposal was chosen."""
        return self.changed(chooser=None, expires_at=expires_at)

    def role_of(self, participant_id: str) -> Role:
        """Return the role of one of the two."""
        return Role.MENTOR if participant_id == self.mentor_id else Role.MENTEE

    @property
    def in_touch(self) -> bool:
        """Whether both want to stay in touch."""
        return self.mentor_agrees is True and self.mentee_agrees is True

    @property
    def asked_until(self) -> datetime | None:
        """Until when the two of a completed pairing may answer."""
        return self.completed_at and self.completed_at + timedelta(days=ASKED_DAYS)

    def agrees(self, role: Role) -> bool | None:
        """Return the answer of one, for that person alone."""
        return self.mentor_agrees if role is Role.MENTOR else self.mentee_agrees

    def end(self) -> Self:
        """End what the two may learn of each other."""
        return self.changed(ended=True)

    def complete(self, at: datetime) -> Self:
        """End it with the question whether the two stay in touch."""
        return self.changed(ended=True, completed_at=at)

    def answer(self, role: Role, now: datetime, *, agrees: bool) -> tuple[Self, list[ContactAgreed]]:
        """Record whether one wants to stay in touch; each may take it back at any time.

        Raises:
            Conflict: the time to answer is over.
        """
        until = self.asked_until
        if agrees and not self.in_touch and (until is None or now >= until):
            raise Conflict("the time to answer is over", code="contact-answer-over")
        field = "mentor_agrees" if role is Role.MENTOR else "mentee_agrees"
        answered = self.changed(**{field: agrees})
        answered = answered.changed(ended=not answered.in_touch)
        if self.in_touch or not answered.in_touch:
            return answered, []
        agreed = ContactAgreed(pairing_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id)
        return answered, [agreed]
