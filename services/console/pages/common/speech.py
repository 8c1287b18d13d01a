"""The reader's voice in templates: what it says is markup, in which values are escaped."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from markupsafe import Markup, escape

from shared.locale import Voice

LINK_END: Final = Markup("</a>")


def speech(voice: Voice) -> dict[str, Callable[..., str] | Voice | str]:
    """Return what every template has to say texts, dates and times."""

    def say(message: str, **values: Any) -> Markup:
        return _filled(voice, voice.translate(message), values)

    def say_count(one: str, more: str, count: int, **values: Any) -> Markup:
        return _filled(voice, voice.translate_count(one, more, count), {"count": count} | values)

    def at(instant: datetime, zone: str = "") -> str:
        return _on_clock(voice, zone).moment(instant)

    def short_moment(instant: datetime, zone: str = "") -> str:
        return _on_clock(voice, zone).short_moment(instant)

    def place(zone: str) -> str:
        return _on_clock(voice, zone).place

    return {
        "voice": voice,
        "zone": voice.zone.key,
        "say": say,
        "say_count": say_count,
        "at": at,
        "date": voice.date,
        "short_moment": short_moment,
        "place": place,
        "link": link,
        "end": LINK_END,
    }


def link(address: str) -> Markup:
    """Begin a link inside a sentence; the place ``{end}`` ends it."""
    return Markup('<a href="{}">').format(address)


def _filled(voice: Voice, text: str, values: dict[str, Any]) -> Markup:
    """Escape a text, then fill in its places: numbers as the language writes them, texts escaped."""
    written = {name: _written(voice, value) for name, value in values.items()}
    return Markup(escape(text)).format(**written)  # noqa: S704 (escaped)


def _written(voice: Voice, value: Any) -> Any:
    return voice.number(value) if isinstance(value, int | float) else value


def _on_clock(voice: Voice, zone: str) -> Voice:
    return voice.on_clock(zone) if zone else voice
