"""The languages there are texts in, and which one a reader gets."""

import re
from collections.abc import Sequence
from typing import Final

SOURCE_LANGUAGE: Final = "en"
OWN_NAMES: Final = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""The languages, each named in itself."""
LANGUAGES: Final = tuple(OWN_NAMES)

_LONGEST_HEADER: Final = 500
_RANGE: Final = re.compile(
    r"\s*([a-z]{1,8})(?:-[a-z0-9]{1,8})*\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE
)


def choose_language(languages: Sequence[str]) -> str:
    """Return the first language that there are texts in; English if there is none."""
    return next((code for code in languages if code in LANGUAGES), SOURCE_LANGUAGE)


def read_accept_language(header: str) -> list[str]:
    """Return the languages of an ``Accept-Language`` header, the preferred first; regions are left out."""
    ranges = [_RANGE.fullmatch(part) for part in header[:_LONGEST_HEADER].split(",")]
    weighed = [(float(match[2] or 1), match[1].lower()) for match in ranges if match]
    return [code for weight, code in sorted(weighed, key=lambda each: -each[0]) if weight > 0]
