"""The words of every kind of message; whole sentences with named places, so that they can be translated."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter
from services.notification.mails.words import (
    circles,
    concerns,
    delegates,
    joining,
    notices,
    pairs,
    sessions,
    sponsors,
)

VERSION: Final = 9
"""Kept with every message sent; raise it with each change of words or layout."""

WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    **joining.WORDS,
    **pairs.WORDS,
    **sessions.WORDS,
    **notices.WORDS,
    **sponsors.WORDS,
    **concerns.WORDS,
    **delegates.WORDS,
    **circles.WORDS,
}
