"""Facts about the results of a programme, as the owners would publish them."""

from datetime import timedelta

from shared.contracts.enrollment import Comparison, EffectMeasured, MeasuredOutcome, Outcome, Tendency
from shared.contracts.feedback import (
    ChangeKind,
    ChangeShare,
    Dimension,
    FiguresReleased,
    FinalReportReady,
    Question,
    Questionnaire,
    ReleasedChanges,
    ReleasedRecommendation,
    ResponseRate,
)
from tests.helpers.figures import figure
from tests.integration.console.console_facts import START


def net_promoters(dimension=Dimension.TOTAL, category="all") -> ReleasedRecommendation:
    return ReleasedRecommendation(
        questionnaire=Questionnaire.RECOMMENDATION,
        question=Question.RECOMMEND,
        dimension=dimension,
        category=category,
        votes=24,
        net=35,
        net_margin=17,
        promoters=50,
        passives=35,
        detractors=15,
    )


def figures_released(usefulness: float = 4.0) -> FiguresReleased:
    figures = (
        figure(Question.USEFULNESS, usefulness),
        figure(Question.USEFULNESS, 3.4, Dimension.GRADE_BAND, "1-3"),
        figure(Question.HEARD, 4.2),
    )
    return FiguresReleased(
        programme_id="rm-2026",
        closed_at=START,
        next_at=START + timedelta(weeks=4),
        figures=figures,
        recommendations=(net_promoters(), net_promoters(Dimension.ROLE, "mentor")),
        response=ResponseRate(people=24, answered=75, margin=21),
        changes=ReleasedChanges(people=9, shares=(ChangeShare(kind=ChangeKind.TOOLS, share=65),), margin=30),
    )


def final_report(released: FiguresReleased) -> FinalReportReady:
    return FinalReportReady.model_validate(released.model_dump())


def nothing_released() -> FiguresReleased:
    return FiguresReleased(
        programme_id="rm-2026", closed_at=START, next_at=START + timedelta(weeks=4), figures=()
    )


def effect_measured(tendency=Tendency.HIGHER, low=1.2):
    compared = Comparison(
        participants=120,
        others=900,
        participants_share=86,
        others_share=78,
        difference=8.0,
        low=low,
        high=13.9,
        tendency=tendency,
        e_value=1.6,
        gamma=1.2,
    )
    return EffectMeasured(
        programme_id="rm-2026",
        since=START.date(),
        until=START.date(),
        outcomes=(
            MeasuredOutcome(outcome=Outcome.STAYED, comparison=compared),
            MeasuredOutcome(outcome=Outcome.PROMOTED, comparison=None),
        ),
    )
