"""The figures are right, and the objectives follow from them."""

from collections.abc import Sequence
from datetime import timedelta

from services.feedback.domain.health_record import HealthRecord, SessionState
from services.feedback.domain.release.schedule import Schedule
from services.feedback.domain.summary import ReleasedFigures, summarise
from services.feedback.domain.upstream import Participant, Standing
from shared.contracts.enrollment import Objective
from shared.contracts.feedback import Dimension, Health, Question, ReleasedFigure
from tests.unit.feedback.feedback_facts import NOW, RULES, asked, participant, programme, record_of, session
from tests.unit.feedback.plain_counts import plain_counts

OBJECTIVES = tuple(
    Objective(name=measure, measure=measure, baseline=1, target=4)
    for measure in ("satisfaction", "sessions-held", "participation")
)
FIGURES = tuple(
    ReleasedFigure(
        question=question,
        dimension=dimension,
        category=category,
        votes=30,
        mean=mean,
        mean_margin=0.3,
        favourable=70,
        neutral=20,
        unfavourable=10,
        share_margin=12,
    )
    for question, dimension, category, mean in (
        (Question.USEFULNESS, Dimension.TOTAL, "all", 4.0),
        (Question.USEFULNESS, Dimension.ROLE, "mentor", 4.9),
    )
)
SCHEDULE = Schedule(
    id="rm-2026", tenant="acme", programme="rm-2026", closed_at=NOW, next_at=NOW, figures=FIGURES
)


def figures(
    records: list[HealthRecord], people: Sequence[Participant] = (), schedule: Schedule | None = None
):
    counts = plain_counts(records, people, [asked()], RULES, now=NOW)
    return summarise(programme(*OBJECTIVES), counts, schedule)


def actual(summary) -> dict[str, float | None]:
    return {one.measure: one.actual for one in summary.objectives}


def test_what_is_released_is_shown_as_it_is_and_objectives_follow_from_the_totals() -> None:
    summary = figures([], schedule=SCHEDULE)
    assert summary.released == ReleasedFigures(closed_at=NOW, next_at=NOW, figures=FIGURES)
    assert actual(summary)["satisfaction"] == 4.0


def test_without_figures_the_next_date_is_shown_alone() -> None:
    for schedule in (None, SCHEDULE.changed(figures=())):
        summary = figures([], schedule=schedule)
        assert summary.released.figures == ()
        assert summary.released.next_at == (schedule and schedule.next_at)
        assert set(actual(summary).values()) == {None}


def test_health_and_check_ins_are_counted() -> None:
    summary = figures([record_of(), record_of(session()), record_of().raise_alarm(at=NOW)])
    assert summary.health == {Health.ON_TRACK: 1, Health.NEEDS_ATTENTION: 1, Health.TOO_EARLY: 1}
    assert (summary.check_ins.open, summary.check_ins.closed) == (1, 0)


def test_sessions_held_counts_known_outcomes() -> None:
    record = record_of()
    for number, state in enumerate(SessionState, start=1):
        record = record.record_session(session(number), state)
    record = record.record_session(session(9, ends_at=NOW + timedelta(days=9)), SessionState.PLANNED)
    # Held, missed, cancelled; neither planned nor dropped.
    assert actual(figures([record]))["sessions-held"] == 33.3


def test_participation_is_the_share_of_ready_people_in_active_or_completed_pairings() -> None:
    people = [participant("mentor"), participant("other"), participant("left")]
    people[2] = people[2].changed(standing=Standing.WITHDRAWN)
    assert actual(figures([record_of()], people))["participation"] == 50.0
    summary = figures([record_of().changed(ended_at=NOW)], people)
    assert actual(summary)["participation"] == 0.0
    assert sum(summary.health.values()) == 0
    completed = figures([record_of().changed(ended_at=NOW, completed=True)], people)
    assert actual(completed)["participation"] == 50.0
