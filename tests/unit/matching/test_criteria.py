import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.features import FEATURES, FULL, NEUTRAL
from services.matching.domain.features.learning_needs import LEARNING_STYLES
from services.matching.domain.policy import DEFAULT, Criterion
from services.matching.domain.policy.measure import Measure
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.scoring.criteria import columns_of, measures_of
from services.matching.domain.scoring.criteria.columns import MOST_COLUMNS
from services.matching.domain.scoring.scores import scored_by
from services.matching.domain.scoring.single_pair import count_pair, score_pair
from services.matching.domain.solving.round_problem import round_problem_of
from shared.contracts.matching import FitCode, FitDegree, FitReason
from shared.kernel import RuleBroken
from tests.unit.matching.matching_people import (
    PATIENT,
    TERMS,
    hours,
    languages,
    mentee,
    mentor,
    terms,
    topics,
)

ALL_MEASURES = [(name, measure) for name, feature in FEATURES.items() for measure in measures_of(feature)]


def degree(name, measure, one, other, weight=FULL):
    columns = columns_of(FEATURES[name], Measure(measure), weight, [other], [one], 2026)
    return int(columns.points(np.array([0]), np.array([0]))[0])


@pytest.mark.parametrize(
    ("offered", "wanted", "expected"),
    [
        ({"ai": 3}, {"ai": 1}, 999),
        ({"ai": 1}, {"ai": 3}, FULL // 3),
        ({"ai": 3}, {"ai": 2, "data": 1}, 666),
        ({"data": 3}, {"ai": 3}, 0),
        ({"ai": 3}, {}, NEUTRAL),
    ],
)
def test_topics_count_by_wish_and_skill(offered, wanted, expected):
    pair = mentor(topics=topics(**offered)), mentee(topics=topics(**wanted))
    assert degree("topics", "complement", *pair) == expected


@pytest.mark.parametrize(
    ("measure", "expected"), [("similar", 500), ("different", 500), ("at-least", 0), ("complement", 166)]
)
def test_words_can_be_compared_in_every_way(measure, expected):
    pair = mentor(topics=topics(ai=1)), mentee(topics=topics(ai=2, data=2))
    assert degree("topics", measure, *pair) == expected


def test_at_least_counts_words_at_the_level_wanted():
    pair = mentor(languages=languages(en=4, de=2)), mentee(languages=languages(en=3, de=3))
    assert degree("languages", "at-least", *pair) == 500


@pytest.mark.parametrize(
    ("kind", "style"),
    [
        ("translator", "tell-me"),
        ("mirror", "show-me"),
        ("challenger", "question-me"),
        ("coach", "let-me-try"),
        ("connector", "introduce-me"),
    ],
)
def test_every_kind_of_mentor_serves_one_style_best(kind, style):
    degrees = {
        s: degree("kind", "complement", mentor(features={"kind": kind}), mentee(features={"kind": s}))
        for s in LEARNING_STYLES
    }
    assert max(degrees, key=degrees.__getitem__) == style
    assert degrees[style] == FULL


def test_an_unknown_kind_is_neutral():
    assert degree("kind", "complement", mentor(features={"kind": "guru"}), mentee()) == NEUTRAL


@pytest.mark.parametrize(
    ("style", "expected"), [((0.0, 0.0, 0.0), 1650), ((1.0, 1.0, 1.0), 0), ((0.0, 0.0, 0.75), 1237)]
)
def test_several_features_share_a_weight(style, expected):
    pace, directness, formality = style
    one = mentor(features={"pace": 0.0, "directness": 0.0, "formality": 0.0})
    other = mentee(features={"pace": pace, "directness": directness, "formality": formality})
    _, explanation = score_pair(one, other, TERMS)
    (part,) = (part for part in explanation if part.criterion == "communication-style")
    assert part.points == expected


def test_another_department_gives_another_view():
    assert degree("department", "different", mentor(department="a"), mentee(department="b")) == FULL
    assert degree("department", "different", mentor(department="a"), mentee(department="a")) == 0
    assert degree("department", "similar", mentor(department="a"), mentee(department="a")) == FULL


@pytest.mark.parametrize(
    ("younger", "older", "expected"),
    [(1990, 1990, 0), (1990, 1980, 400), (2000, 1960, FULL), (1970, 1990, 0), (None, 1970, NEUTRAL)],
)
def test_a_younger_mentor_bridges_generations(younger, older, expected):
    pair = mentor(birth_decade=younger), mentee(birth_decade=older)
    assert degree("generation", "complement", *pair) == expected


@pytest.mark.parametrize(("zone", "expected"), [("Europe/Berlin", FULL), ("America/New_York", 500)])
def test_four_common_hours_are_ample(zone, expected):
    assert degree("working-hours", "similar", mentor(), mentee(working_hours=hours(zone))) == expected


@pytest.mark.parametrize(
    ("measure", "mentors", "mentees", "expected"),
    [
        ("similar", 5, 5, FULL),
        ("similar", 5, 10, 750),
        ("different", 5, 10, 250),
        ("different", 0, 40, FULL),
        ("at-least", 10, 5, FULL),
        ("at-least", 5, 10, 750),
    ],
)
def test_numbers_are_compared_by_distance(measure, mentors, mentees, expected):
    pair = mentor(tenure_years=mentors), mentee(tenure_years=mentees)
    assert degree("tenure", measure, *pair) == expected


def test_the_default_weights_add_up_to_ten_thousand():
    assert sum(criterion.weight for criterion in DEFAULT.criteria) == 10_000


@pytest.mark.parametrize(("name", "measure"), ALL_MEASURES, ids=str)
def test_every_measure_of_every_feature_stays_within_its_weight_and_explains_itself(name, measure):
    criterion = Criterion(name="tried", measure=measure, features=(name,), weight=777)
    some = [
        {},
        {
            "topics": (),
            "birth_decade": None,
            "features": {"kind": "unknown", "pace": "fast"},
            "team": "",
            "languages": (),
        },
        {"grade": 12, "department": "legal", "tenure_years": 50, "line": ("boss",), "topics": topics(ai=1)},
    ]
    for own in some:
        for theirs in some:
            pair, under = (mentor(**own), mentee(**theirs)), terms(criteria=(criterion,))
            points, explanation = score_pair(*pair, under)
            assert 0 <= count_pair(*pair, under) <= 777
            if FEATURES[name].sensitive:
                assert (points, explanation) == (0, ())
                continue
            (part,) = explanation
            assert (part.points, part.at_most) == (points, 777)
            assert part.reason.features == (name,)
            words = part.reason.model_dump_json()
            assert not any(word in words for word in ("e-mentor", "e-mentee", "mentor-1", "mentee-1", "19"))


def test_reasons_are_codes_with_parameters():
    pair = mentor(topics=topics(ai=3)), mentee(topics=topics(ai=3, data=1), department="sales")
    parts = {part.criterion: part for part in score_pair(*pair, TERMS)[1]}
    assert parts["topics"].reason == FitReason(
        code=FitCode.TOPICS_OFFERED, features=("topics",), values=("ai",), count=1, of=2
    )
    assert parts["learning-style"].reason == FitReason(
        code=FitCode.KIND_SERVES_STYLE,
        features=("kind",),
        degree=FitDegree.HIGH,
        mentor_kind="coach",
        learning_style="let-me-try",
    )
    assert parts["department"].reason == FitReason(code=FitCode.OTHER_VALUE, features=("department",))


def test_age_does_not_count_unless_a_policy_says_so():
    apart, alike = ((mentor(birth_decade=2000), mentee(birth_decade=decade)) for decade in (1960, 2000))
    assert count_pair(*apart, TERMS) == count_pair(*alike, TERMS)


def test_what_is_sensitive_counts_but_can_be_read_off_nothing_shown():
    apart, alike = ((mentor(birth_decade=2000), mentee(birth_decade=decade)) for decade in (1960, 2000))
    generation = Criterion(name="generation", measure="complement", features=("generation",), weight=900)
    under = terms(criteria=(generation, DEFAULT.criteria[0]))
    assert count_pair(*apart, under) - count_pair(*alike, under) == 900
    assert score_pair(*apart, under) == score_pair(*alike, under)
    score, explanation = score_pair(*apart, under)
    assert score == sum(part.points for part in explanation)
    assert [part.criterion for part in explanation] == [DEFAULT.criteria[0].name]


def test_a_feature_of_ten_thousand_words_is_refused_before_it_takes_memory():
    people = [make(str(n), team=str(n), department="it") for n in range(10_000) for make in (mentor, mentee)]
    tracemalloc.start()
    with pytest.raises(RuleBroken, match="team has too many"):
        columns_of(FEATURES["team"], Measure.SIMILAR, 100, people[1::2], people[::2], 2026)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000


def test_words_that_only_one_side_has_need_no_columns():
    mentors = [mentor(str(n), team=f"a{n}") for n in range(MOST_COLUMNS * 2)]
    mentees = [mentee(str(n), team=f"b{n}") for n in range(MOST_COLUMNS * 2)]
    columns = columns_of(FEATURES["team"], Measure.DIFFERENT, 100, mentees, mentors, 2026)
    assert columns.mentors.shape == (MOST_COLUMNS * 2, 1)
    assert (columns.mentees @ columns.mentors.T == 100).all()


FACTS = st.fixed_dictionaries(
    {
        "grade": st.integers(1, 12),
        "department": st.sampled_from(["sales", "legal", "it"]),
        "topics": st.sampled_from([(), topics(ai=2), topics(ai=1, data=3), topics(data=1)]),
        "birth_decade": st.sampled_from([None, 1970, 1990, 2000]),
        "working_hours": st.sampled_from([hours(), hours("America/New_York"), hours("Asia/Tokyo")]),
    }
)


@PATIENT
@given(st.lists(FACTS, min_size=1, max_size=5), st.lists(FACTS, min_size=1, max_size=5))
def test_a_pair_alone_scores_what_it_scores_among_others(mentors, mentees):
    pool = Pool(
        tuple(mentor(str(n), **facts) for n, facts in enumerate(mentors)),
        tuple(mentee(str(n), **facts) for n, facts in enumerate(mentees)),
    )
    scored = scored_by(pool, TERMS)
    among = sum(each.columns.mentees @ each.columns.mentors.T for each in scored)
    most = round_problem_of(pool, TERMS).problem.most
    assert (among.max(axis=1) <= most).all()
    assert most.max() <= 10_000  # 50,000 people with participation first stay countable
    for i, one in enumerate(pool.mentees):
        for j, other in enumerate(pool.mentors):
            assert among[i, j] == count_pair(other, one, TERMS)


def test_a_feature_with_too_many_values_is_refused_by_name():
    mentors = tuple(mentor(str(n), team=str(n)) for n in range(MOST_COLUMNS + 1))
    mentees = tuple(mentee(str(n), team=str(n), department="engineering") for n in range(MOST_COLUMNS + 1))
    criterion = Criterion(name="team", measure="similar", features=("team",), weight=100)
    with pytest.raises(RuleBroken, match="team has too many"):
        scored_by(Pool(mentors, mentees), terms(criteria=(criterion,)))
