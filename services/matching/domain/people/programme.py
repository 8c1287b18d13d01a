"""The copy of a programme that matching keeps."""

from datetime import datetime
from enum import StrEnum

from shared.contracts.enrollment import FeatureDefinition, ProgrammeRules
from shared.kernel import Aggregate, Conflict, Identifier


class ProgrammeStage(StrEnum):
    """The phase of a programme, by its dates or its coordinator."""

    MATCHING = "matching"
    CLOSING = "closing"
    """Nobody is matched any more; open proposals can still be answered."""
    OVER = "over"


class Programme(Aggregate):
    """A programme's rules, as its coordinator last set them.

    Attributes:
        features: what its questionnaires define.
        stage: whether it still matches.
        matched_since: when its first round was approved.
        earlier: the programmes that it continues as the next cohort, the latest first.
    """

    rules: ProgrammeRules
    features: tuple[FeatureDefinition, ...] = ()
    stage: ProgrammeStage = ProgrammeStage.MATCHING
    matched_since: datetime | None = None
    earlier: tuple[Identifier, ...] = ()

    @property
    def matches(self) -> bool:
        """Whether people are still matched."""
        return self.stage is ProgrammeStage.MATCHING

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
