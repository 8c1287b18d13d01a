"""Somebody whom a round left out, with what would help."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.contracts.matching import Unmatched


class Extent(StrEnum):
    """How far a round looked for what would help those left out."""

    NOT_NEEDED = "not-needed"
    """Nobody was left out, or of one role everybody is matched: no rule is to blame."""
    COMPUTED = "computed"
    """The whole round was computed again for every step."""
    COUNTED = "counted"
    """The round is too large for that: only the partners of each person were counted."""
    STOPPED = "stopped"
    """Time was over, or the round was stopped, before every step was computed."""


class Relaxation(BaseModel):
    """What one rule a step looser would give somebody who was left out: computed, not guessed.

    Rules that have no steps are switched off instead.

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
    """A whole round with one rule a step looser, or switched off.

    Attributes:
        rule: which.
        text: the step, in plain words.
        more_pairs: pairs gained, proven: no more can be gained.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    text: str
    more_pairs: int


class UnmatchedPerson(Unmatched):
    """What the coordinator sees beside what the event says.

    Attributes:
        eligible: how many partners the rules leave; None in rounds of long ago.
        would: what rules one step looser would give.
    """

    eligible: int | None = None
    would: tuple[Relaxation, ...] = ()

    def published(self) -> Unmatched:
        """What the event says."""
        return Unmatched(participant_id=self.participant_id, role=self.role, reason=self.reason)
