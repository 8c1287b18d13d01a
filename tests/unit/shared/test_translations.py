"""Every text is translated into every language, with the same places; nothing is fuzzy or left over."""

import re
from itertools import product
from string import Formatter

import pytest

from shared.locale import LANGUAGES
from tools.messages import CATALOGUES, SERVICES, TRANSLATED, extract, faults, load

TEMPLATES = SERVICES / "console" / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
IN_ALL = list(product(CATALOGUES, TRANSLATED))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def forms(value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize(
    ("service", "text"), [("notification", "You are paired"), ("console", "What waits for you")]
)
def test_texts_are_found(service, text):
    assert {"en", *TRANSLATED} == set(LANGUAGES)
    assert text in extract(service)
    assert len(list(extract(service))) > 60


@pytest.mark.parametrize(("service", "language"), IN_ALL)
def test_nothing_is_missing_fuzzy_or_left_over(service, language):
    assert list(faults(service, language)) == []


@pytest.mark.parametrize(("service", "language"), IN_ALL)
def test_translations_have_the_places_of_their_text(service, language):
    for message in load(service, language):
        if message.id:
            of_text = [places(form) for form in forms(message.id)]
            for_one, *for_others = [places(form) for form in forms(message.string)]
            assert for_one in of_text, message.id  # "one place is free" needs no number
            assert all(form == of_text[-1] for form in for_others), message.id


def words_of(template: str) -> list[str]:
    """The words of a template, outside of expressions and tags."""
    without_code = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", template, flags=re.DOTALL)
    attributes = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', without_code)
    shown = re.sub(r'<[^>]*>|[\w-]+="[^"]*"', "\n", without_code)
    return [words for words in (*attributes, *shown.splitlines()) if re.search(r"[A-Za-z]{2}", words)]


def test_words_of_templates_are_found():
    assert words_of('<p title="A title">{{ x }} words <b>{% if a %}more{% endif %}</b></p>') == [
        "A title",
        " words ",
        "more",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_pages_have_no_words_outside_of_the_catalogue(name):
    assert words_of((TEMPLATES / name).read_text()) == []
