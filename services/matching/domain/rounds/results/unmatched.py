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


class StepKind(StrEnum):
    """How a rule is relaxed."""

    LOOSER = "looser"
    """The rule's number is ``value``, not ``instead_of``."""
    RULE_OFF = "rule-off"
    CONDITION_OFF = "condition-off"
    PAIRS_ALLOWED = "pairs-allowed"
    """Pairs that the coordinator keeps apart may be made."""
    FLOOR_OFF = "floor-off"
    """Pairs below the lowest score, ``instead_of``, may be made."""


class RelaxationStep(BaseModel):
    """One rule a step looser, or switched off where it has no steps."""

    model_config = ConfigDict(frozen=True)

    rule: str
    kind: StepKind
    value: int | None = None
    instead_of: int | None = None


class Relaxation(BaseModel):
    """The effect of one rule a step looser on an unmatched person: computed, not guessed.

    Attributes:
        step: which rule, and how it is relaxed.
        eligible: how many partners the rules would then leave.
        matched: whether the whole round, computed again, had then matched the person; None: not computed.
    """

    model_config = ConfigDict(frozen=True)

    step: RelaxationStep
    eligible: int
    matched: bool | None = None


class Relaxed(BaseModel):
    """A whole round with one rule a step looser, or switched off.

    Attributes:
        step: which rule, and how it is relaxed.
        more_pairs: pairs gained, proven: no more can be gained.
    """

    model_config = ConfigDict(frozen=True)

    step: RelaxationStep
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
