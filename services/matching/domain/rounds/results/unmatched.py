"""An unmatched person, with the relaxations that would help."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.contracts.matching import Unmatched


class Extent(StrEnum):
    """How much of the relaxations a round computed."""

    NOT_NEEDED = "not-needed"
    """Nobody is unmatched, or everybody of one role is matched: no rule is to blame."""
    COMPUTED = "computed"
    """The whole round was computed again for every step."""
    COUNTED = "counted"
    """The round is too large for that: only the partners of each person were counted."""
    STOPPED = "stopped"
    """Time was over, or the round was stopped, before every step was computed."""


class Relaxation(BaseModel):
    """The effect of one rule a step looser on an unmatched person: computed, not guessed.

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
    """An unmatched person with details for the coordinator.

    Attributes:
        eligible: how many partners the rules leave; None in old rounds.
        would: what rules one step looser would give.
    """

    eligible: int | None = None
    would: tuple[Relaxation, ...] = ()

    def published(self) -> Unmatched:
        """Return the part that the event contains."""
        return Unmatched(participant_id=self.participant_id, role=self.role, reason=self.reason)
