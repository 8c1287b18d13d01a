"""Somebody whom a round left out, with what would help."""

from pydantic import BaseModel, ConfigDict

from shared.contracts.matching import Unmatched


class Relaxation(BaseModel):
    """What one rule a step looser would give somebody who was left out: computed, not guessed.

    Attributes:
        rule: which.
        text: the step in plain words: ``with a grade gap of 2 instead of 3``.
        eligible: how many partners the rules would then leave.
        matched: whether the whole round, computed again, had then matched the person; None: not computed.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    text: str
    eligible: int
    matched: bool | None = None


class Relaxed(BaseModel):
    """A whole round with one rule a step looser.

    Attributes:
        rule: which.
        text: the step, in plain words.
        more_pairs: pairs gained, proven: no more can be gained.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    text: str
    more_pairs: int


class LeftOut(Unmatched):
    """What the coordinator sees beside what the event says.

    Attributes:
        eligible: how many partners the rules leave; None in rounds of long ago.
        would: what rules one step looser would give.
    """

    eligible: int | None = None
    would: tuple[Relaxation, ...] = ()

    def told(self) -> Unmatched:
        """What the event says."""
        return Unmatched(participant_id=self.participant_id, role=self.role, reason=self.reason)
