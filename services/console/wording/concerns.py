"""States and outcomes of concerns."""

from typing import Final

from services.console.wording.names import word
from shared.locale import Voice, translatable

STATES: Final[dict[str, str]] = {
    "reported": translatable("Sent"),
    "acknowledged": translatable("Taken on"),
    "closed": translatable("Closed"),
    "withdrawn": translatable("Withdrawn by you"),
}
OUTCOMES: Final[dict[str, str]] = {
    "settled": translatable("Settled in talks"),
    "pairing-ended": translatable("The pairing has ended"),
    "passed-on": translatable("Passed on to another body, as the reporter wishes"),
    "no-action": translatable("Nothing was done, as the reporter wished"),
}


def concern_state(voice: Voice, code: str) -> str:
    """Name the state of a concern."""
    return word(voice, STATES, code)


def concern_outcome(voice: Voice, code: str) -> str:
    """Name the outcome of a concern."""
    return word(voice, OUTCOMES, code)
