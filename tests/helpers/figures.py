"""A figure as feedback releases it."""

from shared.contracts.feedback import Dimension, Question, ReleasedFigure


def figure(question: Question, mean: float, dimension=Dimension.TOTAL, category="all") -> ReleasedFigure:
    return ReleasedFigure(
        question=question,
        dimension=dimension,
        category=category,
        votes=24,
        mean=mean,
        mean_margin=0.4,
        favourable=75,
        neutral=0,
        unfavourable=25,
        share_margin=12,
    )
