"""Modules of the training: their texts, their checks, when they count, and what a programme asks for."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from services.enrollment.domain.participant import ParticipantState
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.training import MODULES, required_of
from services.enrollment.domain.training_texts import TextLanguage, text_of
from shared.contracts.enrollment import ProgrammeRules, TrainingCompleted, TrainingExpired, WithdrawalReason
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.locale import LANGUAGES
from tests.unit.enrollment.test_participant import MODULE, NOW, person, ready

LATER = NOW + timedelta(days=30)
TEXTS = [(module, language) for module in MODULES.values() for language in TextLanguage]


def test_there_are_texts_in_every_language_of_the_pages():
    assert tuple(TextLanguage) == LANGUAGES


@pytest.mark.parametrize(("module", "language"), TEXTS, ids=lambda each: str(getattr(each, "id", each)))
def test_a_text_is_short_safe_and_has_the_questions_of_its_check(module, language):
    text = text_of(module.id, language)
    assert 150 <= len(text.text.split()) <= 500
    assert not re.search(r"<\w|http:|!\[", text.text)
    assert len(text.questions) == len(module.right)
    options = [len(question.options) for question in text.questions]
    assert options == [len(question.options) for question in text_of(module.id, TextLanguage.EN).questions]
    assert all(right < count for right, count in zip(module.right, options, strict=True))


def test_the_same_languages_never_share_a_text():
    for module in MODULES:
        assert len({text_of(module, language).text for language in TextLanguage}) == len(TextLanguage)


def test_a_check_marks_each_answer():
    assert MODULE.mark(MODULE.version, MODULE.right) == (True, True, True)
    assert MODULE.mark(MODULE.version, (0, 0, 1)) == (True, False, True)
    with pytest.raises(RuleBroken):
        MODULE.mark(MODULE.version, (0, 2))
    with pytest.raises(Conflict):
        MODULE.mark(MODULE.version + 1, MODULE.right)


def test_a_programme_asks_each_role_for_its_own_modules():
    asked = ProgrammeRules().training
    assert required_of(Role.MENTOR, asked) == ("confidentiality", "leading-a-session")
    assert required_of(Role.MENTEE, asked) == ("confidentiality", "learning-from-a-junior")
    assert required_of(Role.MENTEE, ()) == ()


@pytest.mark.parametrize(
    ("training", "code"),
    [(("no-module",), "unknown-training"), (("first-meeting", "first-meeting"), "listed-twice")],
)
def test_a_plan_asks_for_modules_that_exist_each_once(training, code):
    plan = ProgrammePlan(
        name="x",
        starts_on=date(2026, 1, 12),
        ends_on=date(2026, 7, 10),
        regions=("emea",),
        terms_version="1",
        rules=ProgrammeRules(training=training),
    )
    with pytest.raises(RuleBroken) as refusal:
        plan.check()
    assert (refusal.value.field, refusal.value.code) == ("rules.training", code)


def test_completion_says_how_much_is_left_and_counts_once():
    participant, _ = ready()
    assert participant.train(MODULE, "ada", LATER) == (participant, [])
    trained, events = participant.train(MODULES["first-meeting"], "ada", NOW)
    assert events == [TrainingCompleted(participant_id="p1", module="first-meeting", left=0)]
    assert trained.training_left == ()
    with pytest.raises(RuleBroken):
        participant.train(MODULES["learning-from-a-junior"], "ada", NOW)


def expiring():
    """Ready, with a training that counts for 30 days."""
    settled, _ = ready()
    cleared = settled.changed(trainings=())
    trained, _ = cleared.train(MODULE, "ada", NOW, LATER)
    return trained


def test_who_is_ready_stays_ready_when_a_module_expires_and_still_tells_matching_of_changes():
    trained = expiring()
    assert trained.expire_training(MODULE.id, LATER - timedelta(seconds=1)) == (trained, [])
    expired, events = trained.expire_training(MODULE.id, LATER)
    assert events == [TrainingExpired(participant_id="p1", role=Role.MENTOR, module=MODULE.id)]
    assert (expired.state, expired.training_left) == (ParticipantState.READY, (MODULE.id,))
    moved, facts = expired.settle(person(grade=4), ("e2",), LATER)
    assert (moved.state, len(facts)) == (ParticipantState.READY, 1)
    renewed, again = expired.train(MODULE, "ada", LATER)
    assert (renewed.training_left, len(again)) == ((), 1)


def test_an_expiry_asks_nobody_who_has_left_or_was_not_asked_for_the_module():
    gone, _ = expiring().withdraw(WithdrawalReason.OWN_CHOICE, NOW, noted_by="ada")
    expired, events = gone.expire_training(MODULE.id, LATER)
    assert (expired.training_left, events) == ((MODULE.id,), [])
    unasked = expiring().changed(required_training=())
    assert unasked.expire_training(MODULE.id, LATER)[1] == []


def test_an_expiry_long_ago_is_no_reason_to_expire_a_renewal():
    renewed, _ = expiring().expire_training(MODULE.id, LATER)[0].train(MODULE, "ada", LATER, None)
    far = datetime(2027, 1, 1, tzinfo=UTC)
    assert renewed.expire_training(MODULE.id, far) == (renewed, [])
