"""The copy of a programme that matching keeps."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from shared.contracts.enrollment import FeatureDefinition, ProgrammeRules
from shared.contracts.matching import PairingEndReason
from shared.kernel import Aggregate, Conflict, Identifier


class ProgrammeStage(StrEnum):
    """The phase of a programme, by its dates or its coordinator."""

    MATCHING = "matching"
    CLOSING = "closing"
    """Nobody is matched any more; open proposals can still be answered."""
    OVER = "over"


class Ending(BaseModel):
    """The end of everything open in a programme that is over, which one replica carries out.

    Attributes:
        reason: for the pairings.
        held_until: then another replica may go on, by the machine's clock.
    """

    model_config = ConfigDict(frozen=True)

    reason: PairingEndReason
    held_until: datetime | None = None


class Programme(Aggregate):
    """A programme's rules, as its coordinator last set them.

    Attributes:
        features: what its questionnaires define.
        stage: whether it still matches.
        matched_since: when its first round was approved.
        ending: what is left to end, if the programme is over and something is.
        earlier: the programmes that it continues as the next cohort, the latest first.
    """

    rules: ProgrammeRules
    features: tuple[FeatureDefinition, ...] = ()
    stage: ProgrammeStage = ProgrammeStage.MATCHING
    matched_since: datetime | None = None
    ending: Ending | None = None
    earlier: tuple[Identifier, ...] = ()

    @property
    def matches(self) -> bool:
        """Whether people are still matched."""
        return self.stage is ProgrammeStage.MATCHING

    def over(self, reason: PairingEndReason) -> Self:
        """Match nobody any more, and end everything that is open."""
        return self.changed(stage=ProgrammeStage.OVER, ending=Ending(reason=reason))

    def is_held(self, at: datetime) -> bool:
        """Return whether a replica carries out the end."""
        held_until = self.ending.held_until if self.ending else None
        return held_until is not None and held_until > at

    def held(self, until: datetime) -> Self:
        """Keep other replicas from the end of everything open for longer; nothing if all has ended."""
        return self.changed(ending=self.ending and self.ending.model_copy(update={"held_until": until}))

    def check_matches(self) -> None:
        """See that people are still matched.

        Raises:
            Conflict: the programme is closing or over.
        """
        if not self.matches:
            raise Conflict(
                "the programme is {state}: nobody is matched any more",
                code="programme-matches-nobody",
                state=self.stage,
            )
