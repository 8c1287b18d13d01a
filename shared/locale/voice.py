"""Texts, dates and numbers in one language, with times on one clock."""

from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import Final, Self
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal

from shared.locale.own_words import OwnWords

_CLDR: Final = {"en": "en_GB", "de": "de", "fr": "fr", "es": "es"}
UTC: Final = "UTC"


def translatable(message: str) -> str:
    """Mark a text for translation that is said elsewhere; returns it as it is."""
    return message


def countable(one: str, more: str) -> tuple[str, str]:
    """Mark the forms of a text that counts for translation; returns them as they are."""
    return one, more


class Voice:
    """Says things in one language, with times on one clock.

    Args:
        language: one of `LANGUAGES`.
        time_zone: an IANA name; an unknown one is taken for UTC.
        translations: the texts in this language.
        own: words that are used instead of the standard ones.
    """

    def __init__(
        self, language: str, time_zone: str, translations: NullTranslations, own: OwnWords | None = None
    ) -> None:
        self.language = language
        self.zone = _zone(time_zone)
        self._locale = Locale.parse(_CLDR[language])
        self._translations = translations
        self._own = own

    def with_words(self, own: OwnWords) -> Self:
        """Return the voice that uses an organisation's own words."""
        return type(self)(self.language, self.zone.key, self._translations, own)

    def on_clock(self, time_zone: str) -> Self:
        """Return the same voice with times on another clock."""
        return type(self)(self.language, time_zone, self._translations, self._own)

    def translate(self, message: str) -> str:
        """Return a text in this language, its named places still open."""
        if self._own is None:
            return self._translations.gettext(message)
        return self._own.fill(self._translations.gettext(self._own.text(message)), message)

    def translate_count(self, one: str, more: str, count: int) -> str:
        """Return the form of a text for a count, its named places still open."""
        if self._own is None:
            return self._translations.ngettext(one, more, count)
        return self._own.fill(self._translations.ngettext(*self._own.count_texts(one, more), count), one)

    def say(self, message: str, **values: str) -> str:
        """Translate a text and fill in its named places."""
        translated = self.translate(message)
        return translated.format(**values) if values else translated

    def say_count(self, one: str, more: str, count: int, **values: str) -> str:
        """Translate a text that counts; its place is ``{count}``."""
        return self.translate_count(one, more, count).format(count=self.number(count), **values)

    def number(self, number: float) -> str:
        """Write a number: ``1,234.5``, ``1.234,5``."""
        return format_decimal(number, locale=self._locale)

    def decimal(self, number: float) -> str:
        """Write a number with one place after the point, so that a column of them lines up: ``4.0``."""
        return format_decimal(number, format="#,##0.0", locale=self._locale)

    def language_name(self, code: str) -> str:
        """Name a language: ``German``; a code that CLDR doesn't know stays as it is."""
        return str(self._locale.languages.get(code, code))

    def day(self, at: datetime) -> str:
        """Name a day with its weekday: ``Thu, 12 Mar``."""
        return format_skeleton("MMMEd", at, tzinfo=self.zone, locale=self._locale)

    def short_date(self, at: date) -> str:
        """Name a day without its weekday: ``12 Mar``."""
        return format_skeleton("MMMd", at, locale=self._locale)

    def time(self, at: datetime) -> str:
        """Name a day and a time with the zone: ``Thu, 12 Mar, 08:00 (London)``."""
        return f"{self.day(at)}, {self._clock(at)} ({self.place})"

    def date(self, at: date) -> str:
        """Name a date: ``Thu, 12 Mar 2026``."""
        on_clock = at.astimezone(self.zone) if isinstance(at, datetime) else at
        return format_skeleton("yMMMEd", on_clock, locale=self._locale)

    def moment(self, at: datetime) -> str:
        """Name a date and a time with the zone: ``Thu, 12 Mar 2026, 08:00 (London)``."""
        return f"{self.short_moment(at)} ({self.place})"

    def short_moment(self, at: datetime) -> str:
        """Name a date and a time: ``Thu, 12 Mar 2026, 08:00``; the page names the zone once."""
        return f"{self.date(at)}, {self._clock(at)}"

    @property
    def place(self) -> str:
        """The city that names the zone."""
        return _place(self.language, self.zone.key)

    def _clock(self, at: datetime) -> str:
        return format_time(at, "short", tzinfo=self.zone, locale=self._locale)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return ZoneInfo(UTC)


@lru_cache(maxsize=2048)
def _place(language: str, zone: str) -> str:
    if zone == UTC:
        return UTC
    return get_timezone_location(zone, locale=_CLDR[language], return_city=True)
