"""Every text is translated into every language, with the same places; nothing is fuzzy or left over."""

from string import Formatter

import pytest

from services.notification.mails.locale import LANGUAGES
from tools.messages import TRANSLATED, extract, faults, load


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def forms(value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_texts_are_found():
    assert {"en", *TRANSLATED} == set(LANGUAGES)
    assert "You are paired" in extract()
    assert len(list(extract())) > 60


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_missing_fuzzy_or_left_over(language):
    assert list(faults(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_places_of_their_text(language):
    for message in load(language):
        if message.id:
            expected = places(forms(message.id)[0])
            assert all(places(form) == expected for form in forms(message.string)), message.id
