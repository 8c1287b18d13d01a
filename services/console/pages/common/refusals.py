"""Refusals in the reader's language."""

from collections.abc import Mapping
from string import Formatter
from typing import Final

from services.console.clients.refusal import Params, Refusal
from services.console.clients.services import Answer
from services.console.wording.policy import rule_label
from services.console.wording.refusals import REFUSALS, SHAPES
from shared.locale import SOURCE_LANGUAGE, Voice, translatable

_BY_STATUS: Final = {
    403: translatable("You are not allowed to do this."),
    404: translatable("This page does not exist, or you have no access to it."),
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
_ELSE: Final = translatable("Something went wrong. Try again in a few minutes.")
_WORDS: Final[Mapping[str, str]] = {**SHAPES, **REFUSALS}
_RULE: Final = "rule"


def refusal_of(voice: Voice, answer: Answer) -> str:
    """Return why a service refused a request; empty where it did not."""
    return refusal(voice, answer.status, Refusal(answer.problem, answer.code, answer.params))


def faults_of(voice: Voice, answer: Answer) -> dict[str, str]:
    """Return why a service refused fields of a request, by their paths."""
    return {path: refusal(voice, answer.status, each) for path, each in answer.errors.items()}


def refusal(voice: Voice, status: int, reason: Refusal) -> str:
    """Return why something is refused, by its code.

    A reason without a known code is in English; in other languages the status alone says what can be done,
    unless the catalogue has the reason.
    """
    words = _WORDS.get(reason.code)
    if words and _named(words) <= reason.params.keys():
        return voice.say(words, **_worded(voice, reason.params))
    detail = reason.detail
    if voice.language == SOURCE_LANGUAGE or not detail:
        return detail
    translated = voice.translate(detail)
    return translated if translated != detail else voice.say(_BY_STATUS.get(status, _ELSE))


def _named(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _worded(voice: Voice, params: Params) -> dict[str, str]:
    """Return the parameters as texts; rules have names of their own."""
    return {
        name: rule_label(voice, str(value)) if name == _RULE else str(value) for name, value in params.items()
    }
