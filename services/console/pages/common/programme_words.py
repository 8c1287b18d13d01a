"""The own words of the programme that a page is about, by which the voice of the request calls things.

A version never changes, and the console's row of a programme names the version that is used: what is
remembered is never stale.
"""

from collections.abc import Mapping
from typing import Final

from fastapi import Request
from pydantic import ValidationError

from services.console.browser_sessions.recent import Recent
from services.console.clients.own_words import OwnWords
from services.console.pages.common.fetch import ask
from services.console.wording.own_words import NEUTRAL
from shared.contracts.enrollment import Words, words_in
from shared.locale import OwnWords as SpokenWords
from shared.locale import Voice
from shared.runtime.caller import Caller

_REMEMBERED: Final = 1_000
_SECONDS: Final = 86_400.0


class KnownWords:
    """Remembers words by organisation, programme and version."""

    def __init__(self) -> None:
        self._words: Recent[Mapping[str, Words]] = Recent(_REMEMBERED, _SECONDS)

    async def find(
        self, request: Request, caller: Caller, programme_id: str, version: int
    ) -> Mapping[str, Words]:
        """Return a version of a programme's words; none while enrollment is unavailable."""
        key = f"{caller.tenant}/{programme_id}/{version}"
        if remembered := self._words.get(key):
            return remembered[0]
        answer = await ask(request, "enrollment", f"/programmes/{programme_id}/words", {"version": version})
        try:
            texts = OwnWords.model_validate(answer.body).texts
        except ValidationError:
            return {}
        self._words.put(key, texts)
        return texts


async def learn_words(request: Request, caller: Caller, programme_id: str, version: int) -> None:
    """Let the rest of the request call things as the programme does; version 0: by the standard words."""
    known: KnownWords = request.app.state.known_words
    request.state.own_words = await known.find(request, caller, programme_id, version) if version else {}


def has_learned(request: Request) -> bool:
    """Return whether the request knows how the programme calls things."""
    return hasattr(request.state, "own_words")


def calling(voice: Voice, texts: Mapping[str, Words]) -> Voice:
    """Return a voice that uses these words, in its language."""
    words = words_in(texts, voice.language).by_place
    return voice.with_words(SpokenWords(words, NEUTRAL)) if words else voice


def words_of(request: Request) -> Mapping[str, Words]:
    """Return the words that the request has learned, by language."""
    texts: Mapping[str, Words] = getattr(request.state, "own_words", {})
    return texts


def own_name(request: Request, language: str, name: str) -> str:
    """Return a programme's own name in a language, or the name of its plan."""
    return words_in(words_of(request), language).name or name
