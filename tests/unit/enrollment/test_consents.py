"""Terms by version and language, and consent that is asked for again when they change."""

import pytest
from pydantic import ValidationError

from services.enrollment.domain.consent import Consent
from services.enrollment.domain.participant import ParticipantState, enrol
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.terms import TermsText, check_new, read_in, shipped_texts
from services.enrollment.domain.training_texts import TextLanguage
from shared.contracts.enrollment import ConsentAsked, ConsentGiven, ParticipantReady, WithdrawalReason
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict
from tests.unit.enrollment.test_participant import CONSENT, MODULE, NOW, TRAINING, answered, person, ready

DE, EN, FR = TextLanguage.DE, TextLanguage.EN, TextLanguage.FR
NEW = Consent(terms_version="2", language=DE, given_at=NOW, given_by="ada")


def text(word):
    return TermsText(consent=f"{word} consent", protection=f"{word} protection")


def test_shipped_terms_are_there_in_every_language_and_none_is_a_copy():
    texts = shipped_texts()
    assert set(texts) == set(TextLanguage)
    assert len({each.consent for each in texts.values()}) == len(TextLanguage)
    assert {each.protection.count("\n- ") for each in texts.values()} == {5}


@pytest.mark.parametrize(
    ("there", "wanted", "read"),
    [((DE, EN), DE, DE), ((DE, EN), FR, EN), ((DE, FR), TextLanguage.ES, DE)],
)
def test_a_reader_gets_their_language_else_english_else_the_first(there, wanted, read):
    assert read_in({each: text(each) for each in there}, wanted) == (read, text(read))


@pytest.mark.parametrize("bad", ["", "  ", "x" * 10_001, "a\x00b"])
def test_a_text_is_bounded_and_has_no_control_characters(bad):
    with pytest.raises(ValidationError):
        TermsText(consent=bad, protection="x")


def test_a_version_is_new():
    check_new("2", {"1"}, used=False)
    for taken, used in (({"2"}, False), (set(), True)):
        with pytest.raises(Conflict) as refused:
            check_new("2", taken, used=used)
        assert refused.value.code == "terms-version-taken"
    with pytest.raises(Conflict) as refused:
        check_new("2", {str(n) for n in range(100, 200)}, used=False)
    assert refused.value.code == "too-many-terms"


def test_who_agreed_to_other_terms_is_asked_once_and_takes_no_step_before_agreeing():
    participant, _ = ready()
    assert participant.ask_consent("1") == (participant, [])
    asked, events = participant.ask_consent("2")
    assert events == [ConsentAsked(participant_id="p1", role=Role.MENTOR)]
    assert asked.ask_consent("2") == (asked, [])
    assert (asked.state, asked.missing) == (ParticipantState.READY, ["consent"])
    with pytest.raises(Conflict) as refused:
        asked.check_consent()
    assert refused.value.code == "consent-due"
    agreed, events = asked.agree(NEW)
    assert events == [ConsentGiven(participant_id="p1")]
    assert (agreed.consent, agreed.missing) == (NEW, [])
    agreed.check_consent()
    assert agreed.agree(NEW) == (agreed, [])


def test_terms_that_are_taken_back_ask_nobody_any_more():
    asked, _ = ready()[0].ask_consent("2")
    again, events = asked.ask_consent("1")
    assert events == [ConsentGiven(participant_id="p1")]
    assert (again.consent_due, again.consent) == (False, CONSENT)


def test_who_is_not_ready_becomes_ready_by_agreeing_and_not_before():
    participant, _ = enrol("p1", person(), "rm", Role.MENTOR, Preferences(), CONSENT, TRAINING)
    participant, _ = participant.assess(answered("a"))
    participant, _ = participant.train(MODULE, "ada", NOW)
    participant, _ = participant.ask_consent("2")
    waiting, events = participant.settle(person(), ("e2",), NOW)
    assert (waiting.state, events) == (ParticipantState.ENROLLED, [])
    agreed, _ = waiting.agree(NEW)
    agreed, (event,) = agreed.settle(person(), ("e2",), NOW)
    assert (agreed.state, type(event)) == (ParticipantState.READY, ParticipantReady)


def test_who_has_left_is_not_asked_and_returns_by_the_terms_in_force():
    asked, _ = ready()[0].ask_consent("2")
    gone, _ = asked.withdraw(WithdrawalReason.OWN_CHOICE, NOW, noted_by="ada")
    assert gone.ask_consent("3") == (gone, [])
    with pytest.raises(Conflict):
        gone.agree(NEW)
    back, _ = gone.enrol_again(Preferences(), NEW, TRAINING)
    assert (back.consent, back.consent_due) == (NEW, False)
