"""Texts of pages and mails that name a role or the programme take an organisation's own words."""

import re

import pytest

from services.console.locale import CATALOGUE as PAGES
from services.console.wording.own_words import NEUTRAL as OF_PAGES
from services.notification.mails.locale import CATALOGUE as MAILS
from services.notification.mails.words.own_words import NEUTRAL as OF_MAILS
from shared.locale import LANGUAGES, PLACES, Neutral, OwnWords
from tools.messages import extract

ROLE = re.compile(r"\b(mentor|mentee)s?\b", re.IGNORECASE)
ROLE_LEFT = re.compile(r"mentor(?!ing|at|ía)|mentee|mentoré|mentoriz", re.IGNORECASE)
PROGRAMME_LEFT = re.compile(r"\bprogram(m|me|mes|ms|a|as)\b", re.IGNORECASE)
"""Standard words in any of the languages."""
OWN = {"mentor_word": "guide", "mentors_word": "guides", "mentee_word": "boss", "mentees_word": "bosses"}
ALL = OWN | {"programme_word": "tandem"}
OF_ALL_PROGRAMMES = {
    "{count} mentee as a mentor",
    "{count} mentor as a mentee",
    (
        "In each programme you say how many partners you take there. Here you can say how many you take in "
        "all programmes together, as a mentor and as a mentee. Partners whom you have stay."
    ),
}
"""Texts of pages about several programmes, which have no words in common."""
SPOKEN = [("console", PAGES, OF_PAGES), ("notification", MAILS, OF_MAILS)]


def texts_of(service):
    """Each text of a service by its first form, without its places."""
    ids = (message.id if isinstance(message.id, str) else message.id[0] for message in extract(service))
    return {id_: re.sub(r"\{[a-z_]+\}", "", id_) for id_ in ids if id_}


@pytest.mark.parametrize(("service", "_", "neutral"), SPOKEN)
def test_every_text_that_names_a_role_takes_own_words(service, _, neutral):
    naming = {id_ for id_, words in texts_of(service).items() if ROLE.search(words)}
    assert naming, "no text names a role"
    assert naming - neutral.texts.keys() - neutral.counts.keys() - OF_ALL_PROGRAMMES == set()


@pytest.mark.parametrize(("service", "_", "neutral"), SPOKEN)
def test_no_text_is_left_over(service, _, neutral):
    assert (neutral.texts.keys() | neutral.counts.keys()) - texts_of(service).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("_", "catalogue", "neutral"), SPOKEN)
def test_no_standard_word_is_left_in_any_language(_, catalogue, neutral, language):
    voice = catalogue.voice(language).with_words(OwnWords(ALL, neutral))
    said = {text: voice.translate(text) for text in neutral.texts}
    said |= {
        one: " ".join(voice.translate_count(one, "", count) for count in (1, 5)) for one in neutral.counts
    }
    for text, words in said.items():
        assert not any(place in words for place in PLACES), text
        takes = neutral.texts.get(text) or neutral.counts[text][1]
        left = PROGRAMME_LEFT if "{programme_word}" in takes else ROLE_LEFT
        assert not left.search(re.sub(r"\{[a-z_]+\}", "", words)), words


def test_standard_texts_stay_where_a_word_is_missing():
    only_programme = PAGES.voice("en").with_words(OwnWords({"programme_word": "tandem"}, OF_PAGES))
    assert only_programme.say("You take part as a mentor.") == "You take part as a mentor."
    assert only_programme.say("My programme") == "My tandem"
    only_roles = PAGES.voice("de").with_words(OwnWords(OWN, OF_PAGES))
    assert only_roles.say("My programme") == "Mein Programm"
    assert only_roles.say("You take part as a mentor.") == "Ihre Rolle: guide."


def test_a_word_begins_as_the_text_does_that_it_stands_in():
    voice = PAGES.voice("en").with_words(OwnWords(ALL, OF_PAGES))
    assert (voice.say("Mentors"), voice.say("mentors")) == ("Guides", "guides")
    counted = voice.say_count(
        "{count} mentor: {reason}", "{count} mentors, for example: {reason}", 2, reason="x"
    )
    assert counted == "2 guides, for example: x"


def test_a_voice_keeps_its_words_on_another_clock_and_lends_them_to_no_other():
    voice = PAGES.voice("en")
    own = voice.with_words(OwnWords(ALL, OF_PAGES)).on_clock("Asia/Tokyo")
    assert (own.say("Mentor"), own.place) == ("Guide", "Tokyo")
    assert (voice.say("Mentor"), voice.place) == ("Mentor", "UTC")


def test_the_values_of_a_text_are_never_taken_for_places():
    neutral = Neutral({"A mentor {name}": "{mentor_word}: {name}"}, {})
    voice = PAGES.voice("en").with_words(OwnWords(OWN, neutral))
    assert voice.say("A mentor {name}", name="{mentee_word}") == "Guide: {mentee_word}"
