"""The reader of a page: their language and their clock."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import Form, Request, Response

from services.console.browser_sessions.cookies import cookies_of
from services.console.browser_sessions.recent import Recent
from services.console.clients.enrollment import Reader
from services.console.locale import CATALOGUE
from services.console.pages.common.programme_words import calling, words_of
from services.console.pages.common.requests import clients_of, token_of
from shared.locale import LANGUAGES, UTC, Voice, choose_language, read_accept_language
from shared.runtime.caller import Caller

LANGUAGE_COOKIE: Final = "language"
LanguageChoice = Annotated[str, Form(pattern=f"^({'|'.join(LANGUAGES)})?$", max_length=2)]
"""The language of the button that was pressed, if it was one of those at the foot of the page."""
_YEAR: Final = 365 * 86_400
_REMEMBERED: Final = 20_000
_SECONDS: Final = 3600.0
"""Settings and most pages of participants note anew how somebody reads."""
_NOBODY: Final = Reader(languages=[], time_zone=UTC)


class Readers:
    """How people read, by enrollment; remembered for a while, so that a page need not ask."""

    def __init__(self) -> None:
        self._known: Recent[Reader] = Recent(_REMEMBERED, _SECONDS)

    def recent(self, caller: Caller | None) -> Reader:
        """Return how somebody reads, as far as it is remembered."""
        remembered = self._known.get(_key(caller)) if caller and caller.employee_id else None
        return remembered[0] if remembered else _NOBODY

    async def learn(self, request: Request, caller: Caller) -> None:
        """Ask enrollment how the caller reads, unless it is remembered."""
        if not caller.employee_id or self.is_known(caller):
            return
        reader = await clients_of(request).reader(token_of(request))
        if reader:
            self.note(caller, reader)

    def is_known(self, caller: Caller) -> bool:
        """Return whether it is remembered how somebody reads."""
        return self._known.get(_key(caller)) is not None

    def note(self, caller: Caller, reader: Reader) -> None:
        """Remember how somebody reads."""
        self._known.put(_key(caller), reader)


def readers_of(request: Request) -> Readers:
    """Return how people read, as far as this process remembers."""
    readers: Readers = request.app.state.readers
    return readers


async def learn_reader(request: Request, caller: Caller) -> None:
    """Let the rest of the request know how its caller reads."""
    await readers_of(request).learn(request, caller)


def voice_of(request: Request) -> Voice:
    """Return the voice that speaks to the reader, on their clock and in the words of the page's programme."""
    admitted: tuple[object, Caller] | None = getattr(request.state, "admitted", None)
    reader = readers_of(request).recent(admitted[1] if admitted else None)
    voice = CATALOGUE.voice(_language(request, reader.languages), reader.time_zone)
    return calling(voice, words_of(request))


def switch_language(request: Request, language: str) -> bool:
    """Let the rest of the request speak the language that was chosen; return whether one was."""
    request.state.chosen_language = language
    return bool(language)


def keep_language(request: Request, answer: Response) -> None:
    """Keep the language that was chosen in this request, if one was, in the browser."""
    language = getattr(request.state, "chosen_language", "")
    if language:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=_YEAR,
            path="/",
            httponly=True,
            samesite="lax",
            secure=cookies_of(request).secure,
        )


def _language(request: Request, spoken: Sequence[str]) -> str:
    """Return the reader's choice, else their best language by HR, else what their browser prefers."""
    chosen = getattr(request.state, "chosen_language", "") or request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    preferred = read_accept_language(request.headers.get("accept-language", ""))
    return choose_language([*spoken, *preferred])


def _key(caller: Caller) -> str:
    return f"{caller.tenant}/{caller.employee_id}"
