"""Refusals in the reader's language."""

from typing import Final

from shared.locale import SOURCE_LANGUAGE, Voice, translatable

_BY_STATUS: Final = {
    403: translatable("You have no right to do this."),
    404: translatable("There is no such page or thing, or it is not yours."),
    405: translatable("This is not possible on this page."),
    409: translatable("This is no longer possible. Open the page again to see what has changed."),
    422: translatable(
        "We cannot take this as it is. Check what you have chosen or written, then send it again."
    ),
    429: translatable("There were too many attempts. Wait a few minutes, then try again."),
    502: translatable("We do not understand the answer of another service. Try again in a few minutes."),
    503: translatable(
        "A service is not available at the moment. Nothing was changed; try again in a few minutes."
    ),
}
_BY_REASON: Final = (
    translatable("nobody can be matched: no mentor is ready and has capacity"),
    translatable("nobody can be matched: no mentee is ready and has capacity"),
    translatable("more than 500 people have such a name: give more of it"),
)
"""Reasons of services that the catalogue has in every language."""
_ELSE: Final = translatable("Something went wrong. Try again in a few minutes.")


def refusal(voice: Voice, status: int, detail: str) -> str:
    """Return why something is refused.

    Services give their reasons in English: in other languages the status alone says what can be done, unless
    the catalogue has the reason.
    """
    if voice.language == SOURCE_LANGUAGE or not detail:
        return detail
    translated = voice.translate(detail)
    return translated if translated != detail else voice.say(_BY_STATUS.get(status, _ELSE))
