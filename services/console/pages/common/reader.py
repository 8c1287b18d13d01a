"""The reader of a page: their language and their clock."""

from typing import Final

from fastapi import Request

from services.console.locale import CATALOGUE
from shared.locale import LANGUAGES, Voice, choose_language, read_accept_language

LANGUAGE_COOKIE: Final = "language"


def voice_of(request: Request) -> Voice:
    """Return the voice that speaks to the reader, the same for the whole request."""
    voice: Voice | None = getattr(request.state, "voice", None)
    if voice is None:
        request.state.voice = voice = CATALOGUE.voice(_language(request))
    return voice


def _language(request: Request) -> str:
    """The reader's choice, else what their browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return choose_language(read_accept_language(request.headers.get("accept-language", "")))
