"""That two participants may learn who the other is: they are proposed to each other, or paired."""

from datetime import datetime

from shared.kernel import Aggregate, Identifier


class Introduction(Aggregate):
    """One proposal or pairing, under its own id.

    Attributes:
        mentor_id: the participant who teaches.
        mentee_id: the participant who learns.
        paired: whether it is a pairing, in which the two may write to each other.
        expires_at: when a proposal ends at the latest; None for a pairing.
        ended: whether it is over.
    """

    mentor_id: Identifier
    mentee_id: Identifier
    paired: bool
    expires_at: datetime | None = None
    ended: bool = False

    def other(self, participant_ids: frozenset[str]) -> str:
        """The participant who is none of these."""
        return self.mentee_id if self.mentor_id in participant_ids else self.mentor_id
