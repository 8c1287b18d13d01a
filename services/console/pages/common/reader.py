"""The reader of a page: their language and their clock."""

from collections.abc import Sequence
from typing import Final

from fastapi import Request

from services.console.clients.enrollment import Reader
from services.console.locale import CATALOGUE
from services.console.pages.common.requests import clients_of, token_of
from services.console.sessions.recent import Recent
from shared.locale import LANGUAGES, UTC, Voice, choose_language, read_accept_language
from shared.runtime.caller import Caller

LANGUAGE_COOKIE: Final = "language"
_REMEMBERED: Final = 20_000
_SECONDS: Final = 600.0
_NOBODY: Final = Reader(languages=[], time_zone=UTC)


class Readers:
    """How people read, by enrollment; remembered for a while, so that a page need not ask."""

    def __init__(self) -> None:
        self._known: Recent[Reader] = Recent(_REMEMBERED, _SECONDS)

    def recent(self, caller: Caller | None) -> Reader:
        """How somebody reads, as far as it is remembered."""
        remembered = self._known.get(_key(caller)) if caller and caller.employee_id else None
        return remembered[0] if remembered else _NOBODY

    async def learn(self, request: Request, caller: Caller) -> None:
        """Ask enrollment how the caller reads, unless it is remembered."""
        if not caller.employee_id or self._known.get(_key(caller)):
            return
        reader = await clients_of(request).reader(token_of(request))
        if reader:
            self._known.put(_key(caller), reader)


async def learn_reader(request: Request, caller: Caller) -> None:
    """Let the rest of the request know how its caller reads."""
    readers: Readers = request.app.state.readers
    await readers.learn(request, caller)


def voice_of(request: Request) -> Voice:
    """Return the voice that speaks to the reader, on the reader's clock."""
    readers: Readers = request.app.state.readers
    admitted: tuple[object, Caller] | None = getattr(request.state, "admitted", None)
    reader = readers.recent(admitted[1] if admitted else None)
    return CATALOGUE.voice(_language(request, reader.languages), reader.time_zone)


def _language(request: Request, spoken: Sequence[str]) -> str:
    """The reader's choice, else their best language by HR, else what their browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    preferred = read_accept_language(request.headers.get("accept-language", ""))
    return choose_language([*spoken, *preferred])


def _key(caller: Caller) -> str:
    return f"{caller.tenant}/{caller.employee_id}"
