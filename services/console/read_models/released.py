"""The figures that feedback has released; the console never holds a single answer."""

from datetime import datetime
from typing import Final

from services.console.read_models.row import Facets, Row
from services.console.read_models.tally import Tally
from shared.contracts.feedback import (
    Dimension,
    Question,
    ReleasedChanges,
    ReleasedFigure,
    ReleasedOwn,
    ReleasedRecommendation,
    ResponseRate,
)

_TENTHS: Final = 10
"""The tally has whole numbers, and means have one decimal."""
_ABOVE_NOTHING: Final = 101
"""The tally leaves out counts of 0, and a net promoter score may be 0 or less."""
SHARES: Final = ("favourable", "neutral", "unfavourable")


class Released(Row):
    """A programme's figures of the last closing, and the date of the next; the id is the programme's."""

    closed_at: datetime | None = None
    next_at: datetime | None = None
    figures: tuple[ReleasedFigure, ...] = ()
    recommendations: tuple[ReleasedRecommendation, ...] = ()
    response: ResponseRate | None = None
    changes: ReleasedChanges | None = None
    own: tuple[ReleasedOwn, ...] = ()

    def facets(self) -> Facets:
        """Return the totals, so that objectives and charts find them in the tally."""
        totals: Facets = {}
        for figure in self.totals:
            prefix = f"released:{figure.question}"
            totals[f"{prefix}:mean"] = round(_TENTHS * figure.mean)
            totals |= {f"{prefix}:{name}": int(getattr(figure, name)) for name in SHARES}
        if self.recommendation:
            totals[f"released:{Question.RECOMMEND}:net"] = self.recommendation.net + _ABOVE_NOTHING
        return totals

    @property
    def totals(self) -> list[ReleasedFigure]:
        """The figures over everybody, one for each version of a question."""
        return [figure for figure in self.figures if figure.dimension == Dimension.TOTAL]

    @property
    def recommendation(self) -> ReleasedRecommendation | None:
        """The net promoter score over everybody."""
        totals = [each for each in self.recommendations if each.dimension == Dimension.TOTAL]
        return totals[-1] if totals else None

    def total(self, question: str, questionnaire: str = "") -> ReleasedFigure | None:
        """Return the figure of one question over everybody, of its latest version.

        Args:
            question: its code.
            questionnaire: the one that it was asked in, where there are several; the last one by default.
        """
        totals = (each for each in reversed(self.totals) if questionnaire in ("", each.questionnaire))
        return next((figure for figure in totals if figure.question == question), None)

    @property
    def breakdowns(self) -> list[ReleasedFigure]:
        """The figures by region, grade band and role."""
        return [figure for figure in self.figures if figure.dimension != Dimension.TOTAL]

    @property
    def net_breakdowns(self) -> list[ReleasedRecommendation]:
        """The net promoter scores by region, grade band and role."""
        return [each for each in self.recommendations if each.dimension != Dimension.TOTAL]


def released_mean(tally: Tally, question: Question) -> float | None:
    """Return the mean level of a question over everybody; None while nothing is released."""
    tenths = tally.get("released", question, "mean")
    return tenths / _TENTHS if tenths else None


def released_net(tally: Tally) -> int | None:
    """Return the net promoter score over everybody; None while nothing is released."""
    raised = tally.get("released", Question.RECOMMEND, "net")
    return raised - _ABOVE_NOTHING if raised else None
