"""The figures are right, honest about few people, and the objectives follow from them."""

from collections.abc import Sequence
from datetime import timedelta

from feedback_facts import NOW, RULES, answered, asked, participant, programme, pulse_of, session
from plain_counts import plain_counts

from services.feedback.domain.known import Participant, Standing
from services.feedback.domain.pulse import Pulse, SessionState, record_session
from services.feedback.domain.summary import summarise
from shared.contracts.enrollment import Objective
from shared.contracts.feedback import Health

OBJECTIVES = tuple(
    Objective(name=measure, measure=measure, baseline=1, target=4)
    for measure in ("satisfaction", "goal-progress", "sessions-held", "participation")
)


def pulses(ratings: list[int], *, region: str = "emea") -> list[Pulse]:
    """One pairing for each rating, given by a person of its own."""

    def pulse(name: str, rating: int) -> Pulse:
        who = participant(name, region=region)
        return pulse_of(answered(1, rating, who, progress=10 * rating, pairing=name), pairing=name)

    return [pulse(f"{region}-{number}", rating) for number, rating in enumerate(ratings)]


def figures(found: list[Pulse], people: Sequence[Participant] = ()):
    counts = plain_counts(found, people, RULES, now=NOW)
    return summarise(programme(*OBJECTIVES), counts, concerns=2)


def test_six_people_make_figures() -> None:
    summary = figures(pulses([5, 5, 5, 4, 3, 1]))
    assert summary.satisfaction.mean == 3.83
    assert summary.net_promoters == 17
    assert summary.goal_progress.mean == 38.33
    assert summary.check_ins.answered == summary.check_ins.requested == 6
    assert summary.health == {Health.ON_TRACK: 5, Health.NEEDS_ATTENTION: 1, Health.TOO_EARLY: 0}
    assert summary.concerns == 2


def test_four_people_make_none_anywhere() -> None:
    summary = figures(pulses([5, 5, 5, 1]))
    assert summary.satisfaction.suppressed
    assert summary.net_promoters is None
    by_measure = {one.measure: one for one in summary.objectives}
    for measure in ("satisfaction", "goal-progress"):
        assert (by_measure[measure].actual, by_measure[measure].suppressed) == (None, True)
    assert summary.satisfaction_by_region["emea"].mean is None


def test_regions_stand_apart() -> None:
    summary = figures([*pulses([5] * 5), *pulses([2] * 6, region="apac")])
    means = {region: cell.mean for region, cell in summary.satisfaction_by_region.items()}
    assert means == {"apac": 2.0, "emea": 5.0}


def test_only_the_latest_progress_of_a_person_counts() -> None:
    many = pulses([3] * 5)
    again = answered(2, 3, participant("emea-0"), progress=100, pairing="emea-0")
    first = pulse_of(answered(1, 3, participant("emea-0"), progress=30, pairing="emea-0"), again)
    assert figures([first, *many[1:]]).goal_progress.mean == (100 + 4 * 30) / 5


def test_sessions_held_counts_known_outcomes() -> None:
    pulse = pulse_of()
    for number, state in enumerate(SessionState, start=1):
        pulse = record_session(pulse, session(number), state)
    pulse = record_session(pulse, session(9, ends_at=NOW + timedelta(days=9)), SessionState.PLANNED)
    [held] = [one for one in figures([pulse]).objectives if one.measure == "sessions-held"]
    assert held.actual == 33.3  # held, missed, cancelled; neither planned nor dropped


def test_participation_is_the_share_of_ready_people_in_active_pairings() -> None:
    people = [participant("mentor"), participant("other"), participant("left")]
    people[2] = people[2].changed(standing=Standing.WITHDRAWN)
    summary = figures([pulse_of()], people)
    assert summary.objectives[3].actual == 50.0
    ended = pulse_of().changed(ended_at=NOW)
    summary = figures([ended], people)
    assert summary.objectives[3].actual == 0.0
    assert sum(summary.health.values()) == 0


def test_a_programme_without_data_says_so() -> None:
    summary = figures([])
    assert [one.actual for one in summary.objectives] == [None] * 4
    assert not any(one.suppressed for one in summary.objectives)
    assert figures([pulse_of(asked())]).check_ins.open == 1
