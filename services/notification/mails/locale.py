"""A reader's language and clock."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

CATALOGUES: Final = Path(__file__).parent / "locales"
SOURCE_LANGUAGE: Final = "en"
LANGUAGES: Final = (SOURCE_LANGUAGE, "de", "fr", "es")
_CLDR: Final = {"en": "en_GB", "de": "de", "fr": "fr", "es": "es"}


def choose_language(languages: Sequence[str]) -> str:
    """Return the best spoken language there are words in; English if there is none."""
    return next((code for code in languages if code in LANGUAGES), SOURCE_LANGUAGE)


class Voice:
    """Says things in one language, with times on one clock.

    Args:
        language: one of `LANGUAGES`.
        time_zone: an IANA name; an unknown one is taken for UTC.
    """

    def __init__(self, language: str, time_zone: str) -> None:
        self.language = language
        self._locale = Locale.parse(_CLDR[language])
        self._translations = _translations(language)
        self.zone = _zone(time_zone)

    def say(self, text: str, **values: str) -> str:
        """Translate a text and fill in its named places."""
        translated = self._translations.gettext(text)
        return translated.format(**values) if values else translated

    def say_count(self, one: str, more: str, count: int) -> str:
        """Translate a text that counts; its place is ``{count}``."""
        return self._translations.ngettext(one, more, count).format(count=count)

    def day(self, at: datetime) -> str:
        """Name a day with its weekday: ``Thu 12 Mar``."""
        return format_skeleton("MMMEd", at, tzinfo=self.zone, locale=self._locale)

    def time(self, at: datetime) -> str:
        """Name a day and a time with the zone: ``Thu 12 Mar, 08:00 (London)``."""
        clock = format_time(at, "short", tzinfo=self.zone, locale=self._locale)
        return f"{self.day(at)}, {clock} ({self._place()})"

    def _place(self) -> str:
        if self.zone.key == "UTC":
            return "UTC"
        return get_timezone_location(self.zone, locale=self._locale, return_city=True)


@lru_cache(maxsize=512)
def voice(language: str, time_zone: str) -> Voice:
    """Return the voice for a language and a zone."""
    return Voice(language, time_zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def _translations(language: str) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
