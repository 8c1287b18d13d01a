"""Messages call roles and programme as the programme does, in the reader's language."""

import pytest

from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from shared.contracts.enrollment import RoleNames, Words
from tests.unit.notification.letters import WEBER, compose, delivery

ROLES = RoleNames(mentor="Digital Guide", mentors="Digital Guides", mentee="Boss", mentees="Bosse")
WORDS = {
    "en": Words(roles=ROLES, programme="initiative", name="Tandem"),
    "de": Words(roles=ROLES, name="Tandem 2026"),
}


def text_of(kind, language, words, reader=Reader.MENTEE):
    to = WEBER.model_copy(update={"languages": [language]})
    message = compose(delivery(kind, reader), to, words=words)
    return message["Subject"] + "\n" + " ".join(message.get_body(["plain"]).get_content().split())


@pytest.mark.parametrize(("reader", "word"), [(Reader.MENTOR, "Digital Guide"), (Reader.MENTEE, "Boss")])
def test_an_invitation_names_the_role_as_the_programme_does(reader, word):
    german = text_of(Kind.INVITATION, "de", WORDS, reader)
    assert f"in der Rolle {word} teilzunehmen" in german
    assert "Tandem 2026" in german
    assert "RM 2026" not in german
    assert "Mentor" not in german + text_of(Kind.INVITATION, "fr", WORDS, reader)


def test_the_word_for_the_programme_is_used_where_the_language_has_one():
    assert "The terms of the initiative have changed" in text_of(Kind.TERMS_CHANGED, "en", WORDS)
    assert "Die Bedingungen des Programms haben sich geändert" in text_of(Kind.TERMS_CHANGED, "de", WORDS)


def test_without_own_words_a_message_is_as_it_was():
    assert "as a mentor" in text_of(Kind.INVITATION, "en", {}, Reader.MENTOR)
    assert "RM 2026" in text_of(Kind.INVITATION, "en", {})


def test_words_are_no_link_in_a_mail():
    words = {"en": Words(programme="www.example.org", name="evil.example.org/x")}
    said = text_of(Kind.TERMS_CHANGED, "en", words)
    assert "www example org" in said
    assert "example.org" not in said
