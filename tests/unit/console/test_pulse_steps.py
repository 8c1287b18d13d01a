"""The pages of a pulse survey: one statement each, then all answers."""

import pytest

from services.console.clients.feedback import AskedItem, OwnPulse
from services.console.pages.participant.pulses import PulseForm, following, step_of
from shared.testing.harness import TEST_NOW


def survey(*questions: str, **kept: int | None) -> OwnPulse:
    asked = [{"question": each, "lowest": 1, "highest": 5} for each in questions]
    fields = {"pulse_id": "p", "questionnaire": "mentor-pulse", "due_at": TEST_NOW, "state": "requested"}
    return OwnPulse.model_validate({**fields, "questions": asked, "answers_so_far": kept})


THREE = ("heard", "open", "safe")


@pytest.mark.parametrize(
    ("kept", "wanted", "shown", "chosen"),
    [
        ({}, 0, "heard", ""),
        ({"heard": 4}, 0, "open", ""),
        ({"heard": 4}, 1, "heard", "4"),
        ({"heard": None}, 1, "heard", "none"),
        ({"heard": 4}, 3, "open", ""),
        ({"heard": 4, "open": None, "safe": 1}, 0, None, ""),
        ({"heard": 4, "open": None, "safe": 1}, 99, None, ""),
    ],
)
def test_a_page_is_shown_as_soon_as_those_before_it_have_answers(kept, wanted, shown, chosen):
    step = step_of(survey(*THREE, **kept), PulseForm(wanted))
    assert (step.question.question if step.question else None, step.chosen) == (shown, chosen)


@pytest.mark.parametrize(
    ("kept", "typed", "page"),
    [
        ({}, PulseForm(1, "4"), 2),
        ({"heard": 4}, PulseForm(2, "none"), 3),
        ({"heard": 4, "open": 2}, PulseForm(1, "5"), 3),
        ({"heard": 4, "open": 2}, PulseForm(3, "5"), 4),
        ({"heard": 4, "open": 2, "safe": 1}, PulseForm(1, "5"), 4),
    ],
)
def test_after_an_answer_comes_the_first_page_without_one(kept, typed, page):
    assert following(survey(*THREE, **kept), typed) == page


def test_an_own_question_is_a_page_like_any_other():
    place = {"question": "place", "lowest": 1, "highest": 2, "texts": {"en": "Where?"}}
    mine = survey("heard", heard=4)
    both = mine.model_copy(update={"questions": [*mine.questions, AskedItem.model_validate(place)]})
    assert step_of(both, PulseForm()).question.texts == {"en": "Where?"}
    assert following(both, PulseForm(2, "1")) == 3


def test_the_only_question_is_sent_at_once():
    assert step_of(survey("heard"), PulseForm()).alone
    assert not step_of(survey(*THREE), PulseForm()).alone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (PulseForm(1, "4", "send"), "pulse"),
        (PulseForm(1, "none", "send"), "pulse-skipped"),
        (PulseForm(1, "4", "skip"), "pulse-skipped"),
    ],
)
def test_a_survey_without_an_answer_is_skipped(typed, said):
    assert typed.said == said
