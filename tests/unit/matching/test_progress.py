from services.matching.domain.policy import Fairness, Objective
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.solving.round_result import compute_round
from services.matching.engine import SolverProgress
from services.matching.engine.result import more_pairs
from services.matching.jobs.round.progress import Gauge
from tests.unit.matching.matching_people import languages, mentee, mentor, terms, topics


def people(size=30):
    spoken = languages(en=5), languages(de=5), languages(en=3)
    return [
        make(
            str(n),
            topics=topics(**{"abc"[n % 3]: 1 + n % 2}),
            languages=spoken[n % 3],
            region="emea" if n % 2 else "apac",
            grade=grade,
        )
        for n in range(size)
        for make, grade in ((mentor, 2 + n % 6), (mentee, 6 + n % 5))
    ]


def test_what_follows_the_round_never_tells_its_own_figures_as_the_rounds():
    fairness = Fairness(feature="region", least_mean=9000)
    under = terms(objective=Objective(floor=3000, fairness=fairness))
    reports = []
    compute_round(Pool.of(people(), under.seed), under, progress=reports.append)
    steps = [each.step for each in reports]
    after = next(n for n, step in enumerate(steps) if step in {"floor", "fairness"})
    assert {"floor", "fairness", "runners-up", "relaxations", "reasons"} <= set(steps[after:])
    assert len({(each.matched, each.value, each.bound) for each in reports[after - 1 :]}) == 1
    assert [each.seconds for each in reports] == sorted(each.seconds for each in reports)
    gauge = Gauge(30)
    percents = [gauge.measure(each).percent for each in reports] + [gauge.keeping().percent]
    assert percents == sorted(percents)
    assert percents[after - 1] == 80
    assert percents[-1] == 98


def step(gap, **figures):
    given = {"step": "pricing", "passes": 1, "seconds": 1, "matched": 30, "value": 1000, "penalty": 10_000}
    return SolverProgress(**given | {"bound": 1000 + gap, "points": 9000} | figures)


def test_everybody_may_have_a_partner_long_before_the_proof():
    gauge = Gauge(30)
    shown = [gauge.measure(step(gap)) for gap in (1_000_000, 1000, 3, 0)]
    assert [each.matched for each in shown] == [30] * 4
    assert [each.percent for each in shown] == [2, 40, 72, 80]


def test_the_gap_is_shown_as_pairs_and_points():
    measured = Gauge(30).measure(step(25_000))
    assert (measured.gap, measured.missing_pairs, measured.missing_points) == (25_000, 3, 0)
    measured = Gauge(30).measure(step(500))
    assert (measured.gap, measured.missing_pairs, measured.missing_points) == (500, 0, 500)
    scores_first = Gauge(30).measure(step(500, penalty=0))
    assert (scores_first.missing_pairs, scores_first.missing_points) == (0, 500)


def test_more_pairs_are_bounded_both_ways():
    assert more_pairs(0, 0, 10) == 0
    assert more_pairs(0, 100, 10) == 0  # proven, however many points there are
    assert more_pairs(1, 100, 10) == 1
    assert more_pairs(1, 5, 10) == 0
    assert more_pairs(25, 100, 10) == 3


def test_the_points_of_few_people_are_not_shown():
    measured = Gauge(4).measure(step(7))
    assert (measured.value, measured.bound, measured.gap) == (0, 7, 7)
