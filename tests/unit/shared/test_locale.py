"""Languages, texts and times by CLDR."""

from datetime import UTC, date, datetime

import pytest

from services.console.locale import CATALOGUE
from services.console.pages.common.speech import LINK_END, link, speech
from shared.locale import choose_language, read_accept_language

THURSDAY = datetime(2026, 3, 12, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("pl, es-419;q=0.3", "es"),
        ("fr;q=0, es", "es"),
        ("*", "en"),
        ("zz-ZZ", "en"),
        (",;q=,de;q=x", "en"),
        ("a" * 100_000, "en"),
        (";q=1" * 10_000, "en"),
    ],
)
def test_the_browsers_languages_are_read(header, language):
    assert choose_language(read_accept_language(header)) == language


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en", "Thu, 12 Mar 2026, 09:00 (Berlin)"),
        ("de", "Do., 12. März 2026, 09:00 (Berlin)"),
        ("fr", "jeu. 12 mars 2026, 09:00 (Berlin)"),
        ("es", "jue, 12 mar 2026, 9:00 (Berlín)"),
    ],
)
def test_times_are_on_the_readers_clock_with_its_place(language, moment):
    assert CATALOGUE.voice(language, "Europe/Berlin").moment(THURSDAY) == moment


def test_a_date_stays_the_day_that_it_is():
    assert CATALOGUE.voice("en", "Pacific/Auckland").date(date(2026, 3, 12)) == "Thu, 12 Mar 2026"
    assert CATALOGUE.voice("en", "Pacific/Auckland").date(datetime(2026, 3, 12, 23, tzinfo=UTC)) == (
        "Fri, 13 Mar 2026"
    )


def test_an_unknown_zone_is_taken_for_utc():
    assert CATALOGUE.voice("en", "../etc/passwd").moment(THURSDAY) == "Thu, 12 Mar 2026, 08:00 (UTC)"


@pytest.mark.parametrize(("language", "none"), [("en", "About 0 minutes"), ("fr", "Environ 0 minute")])
def test_plural_forms_are_those_of_the_language(language, none):
    assert CATALOGUE.voice(language).say_count("About {count} minute", "About {count} minutes", 0) == none


def test_values_in_templates_are_escaped_and_links_are_not():
    say = speech(CATALOGUE.voice("de"))["say"]
    assert say("With {name}", name="<b>{x}</b>") == "Mit &lt;b&gt;{x}&lt;/b&gt;"
    sentence = say(
        "You have no partner yet. Finish getting ready first: see {link}My programme{end}.",
        link=link('/mine/"x'),
        end=LINK_END,
    )
    assert 'siehe <a href="/mine/&#34;x">Mein Programm</a>.' in sentence
