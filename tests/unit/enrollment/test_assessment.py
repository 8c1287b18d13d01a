"""Questionnaires: their quality as far as a machine can see it, and the scoring."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.domain.assessment import CommunicationStyle, score
from services.enrollment.domain.instruments import INSTRUMENTS, STYLE_SCALES, style_scales, version_of
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.locale import LANGUAGES

STYLE = CommunicationStyle(pace=3, directness=3, formality=3)
MENTOR = INSTRUMENTS[Role.MENTOR]
BOTH = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda instrument: instrument.id)
WRITTEN = pytest.mark.parametrize(
    "instrument",
    [version_of(one.id, one.version, language) for one in INSTRUMENTS.values() for language in LANGUAGES],
    ids=[f"{one.id}-{language}" for one in INSTRUMENTS.values() for language in LANGUAGES],
)


def picks(instrument, kinds):
    """Answers that choose these kinds, item by item."""
    return {
        item.id: next(option.id for option in item.options if option.kind == kind)
        for item, kind in zip(instrument.items, kinds, strict=True)
    }


@BOTH
def test_there_are_ten_to_fifteen_items_and_each_offers_every_kind(instrument):
    kinds = {kind.id for kind in instrument.kinds}
    assert 10 <= len(instrument.items) <= 15
    for item in instrument.items:
        assert {option.kind for option in item.options} == kinds
        assert len(item.options) == len(kinds)


@BOTH
def test_no_position_favours_a_kind(instrument):
    for position in range(len(instrument.kinds)):
        counts = Counter(item.options[position].kind for item in instrument.items)
        assert max(counts.values()) - min(counts.values()) <= 1
        assert len(counts) == len(instrument.kinds)


@WRITTEN
def test_every_text_is_said_once_and_gives_no_kind_away(instrument):
    texts = [item.situation for item in instrument.items]
    texts += [option.text for item in instrument.items for option in item.options]
    assert len(set(texts)) == len(texts)
    for item in instrument.items:
        for option in item.options:
            assert option.kind not in option.text.lower()
            assert option.kind != option.id


@WRITTEN
def test_options_of_an_item_are_of_similar_length(instrument):
    for item in instrument.items:
        lengths = [len(option.text) for option in item.options]
        assert max(lengths) <= 4 * min(lengths), item.id


@BOTH
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_changes_words_and_nothing_that_is_scored(instrument, language):
    def scored(one):
        options = [(item.id, option.id, option.kind) for item in one.items for option in item.options]
        return one.id, one.version, one.role, [kind.id for kind in one.kinds], options

    written = version_of(instrument.id, instrument.version, language)
    assert scored(written) == scored(instrument)
    assert language == "en" or written.items[0].situation != instrument.items[0].situation
    assert [scale.id for scale in style_scales()[language]] == [scale.id for scale in STYLE_SCALES]


def test_the_kinds_are_the_published_ones():
    assert [kind.id for kind in MENTOR.kinds] == [
        "translator",
        "mirror",
        "challenger",
        "coach",
        "connector",
    ]
    assert [kind.id for kind in INSTRUMENTS[Role.MENTEE].kinds] == [
        "tell-me",
        "show-me",
        "question-me",
        "let-me-try",
        "introduce-me",
    ]
    assert [scale.id for scale in STYLE_SCALES] == list(CommunicationStyle.model_fields)


@BOTH
def test_who_always_chooses_one_kind_is_that_kind(instrument):
    for kind in instrument.kinds:
        result = score(instrument, 1, picks(instrument, [kind.id] * len(instrument.items)), STYLE)
        assert result.kind == kind.id
        assert result.points[kind.id] == len(instrument.items)


def test_of_equals_the_first_chosen_wins():
    kinds = ["mirror", "coach"] * 6
    assert score(MENTOR, 1, picks(MENTOR, kinds), STYLE).kind == "mirror"
    assert score(MENTOR, 1, picks(MENTOR, kinds[::-1]), STYLE).kind == "coach"


@given(st.lists(st.sampled_from([kind.id for kind in MENTOR.kinds]), min_size=12, max_size=12), st.randoms())
def test_the_result_is_a_kind_chosen_most_and_the_order_of_sending_does_not_matter(kinds, random):
    answers = picks(MENTOR, kinds)
    result = score(MENTOR, 1, answers, STYLE)
    assert result.points[result.kind] == max(Counter(kinds).values())
    assert sum(result.points.values()) == len(MENTOR.items)
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(MENTOR, 1, dict(shuffled), STYLE) == result


def test_another_version_missing_and_unknown_answers_are_refused():
    answers = picks(MENTOR, ["coach"] * 12)
    with pytest.raises(Conflict):
        score(MENTOR, 2, answers, STYLE)
    for wrong, field in (
        ({**answers, "m13": "a"}, "answers.m13"),
        ({**answers, "m03": "f"}, "answers.m03"),
        ({id_: option for id_, option in answers.items() if id_ != "m07"}, "answers.m07"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            score(MENTOR, 1, wrong, STYLE)
        assert refusal.value.field == field
