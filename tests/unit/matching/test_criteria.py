import pytest
from matching_people import TERMS, hours, mentee, mentor, topics

from services.matching.domain import criteria
from services.matching.domain.criteria import CRITERIA, FULL, NEUTRAL
from shared.contracts.vocabulary import CommunicationStyle


def degree(criterion, one, other):
    return int(criterion([one], [other], TERMS)[0, 0])


@pytest.mark.parametrize(
    ("offered", "wanted", "expected"),
    [
        ({"ai": 3}, {"ai": 1}, FULL),
        ({"ai": 1}, {"ai": 3}, FULL // 3),
        ({"ai": 3}, {"ai": 2, "data": 1}, FULL * 2 // 3),
        ({"data": 3}, {"ai": 3}, 0),
        ({"ai": 3}, {}, NEUTRAL),
    ],
)
def test_topics_count_by_wish_and_skill(offered, wanted, expected):
    pair = mentor(topics=topics(**offered)), mentee(topics=topics(**wanted))
    assert degree(criteria.topics, *pair) == expected


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
        s: degree(criteria.learning, mentor(kind=kind), mentee(kind=s)) for s in criteria.LEARNING_STYLES
    }
    assert max(degrees, key=degrees.__getitem__) == style
    assert degrees[style] == FULL


def test_an_unknown_kind_is_neutral():
    assert degree(criteria.learning, mentor(kind="guru"), mentee()) == NEUTRAL


@pytest.mark.parametrize(("style", "expected"), [((1, 1, 1), FULL), ((5, 5, 5), 0), ((1, 1, 4), 750)])
def test_communication_is_best_alike(style, expected):
    pace, directness, formality = style
    one = mentor(style=CommunicationStyle(pace=1, directness=1, formality=1))
    other = mentee(style=CommunicationStyle(pace=pace, directness=directness, formality=formality))
    assert degree(criteria.communication, one, other) == expected


def test_another_department_gives_another_view():
    assert degree(criteria.department, mentor(department="a"), mentee(department="b")) == FULL
    assert degree(criteria.department, mentor(department="a"), mentee(department="a")) == 0


@pytest.mark.parametrize(
    ("younger", "older", "expected"),
    [(1990, 1990, 0), (1990, 1980, 400), (2000, 1960, FULL), (1970, 1990, 0), (None, 1970, NEUTRAL)],
)
def test_a_younger_mentor_bridges_generations(younger, older, expected):
    assert degree(criteria.generation, mentor(birth_decade=younger), mentee(birth_decade=older)) == expected


@pytest.mark.parametrize(("zone", "expected"), [("Europe/Berlin", FULL), ("America/New_York", 500)])
def test_four_common_hours_are_ample(zone, expected):
    assert degree(criteria.shared_hours, mentor(), mentee(working_hours=hours(zone))) == expected


def test_weights_add_up_to_ten_thousand():
    assert sum(criterion.weight for criterion in CRITERIA) == 10_000
    assert len({criterion.name for criterion in CRITERIA}) == len(CRITERIA)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.name)
def test_every_criterion_answers_for_empty_sides_and_in_words_without_names(criterion):
    assert criterion.degree([], [], TERMS).shape == (0, 0)
    assert criterion.degree([mentor()], [], TERMS).shape == (1, 0)
    one, other = mentor(), mentee(topics=(), birth_decade=None, kind="unknown")
    for pair in ((one, other), (mentor(), mentee())):
        value = degree(criterion.degree, *pair)
        assert 0 <= value <= FULL
        text = criterion.text(*pair, value)
        assert text
        assert not any(part in text for part in ("e-mentor", "e-mentee", "mentor-1", "mentee-1", "19"))
