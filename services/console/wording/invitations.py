"""The words for inviting many people."""

from typing import Final

from services.console.wording.names import word
from shared.locale import Voice, translatable

SKIPS: Final = {
    "takes-part": translatable("They take part already"),
    "left-programme": translatable("They took part and have left"),
    "applied": translatable("They have applied"),
    "invited": translatable("They have an open invitation"),
    "declined": translatable("They have said no to an invitation"),
    "unknown": translatable("The line names nobody who can take part"),
    "ambiguous": translatable("The line names several people: use the mail address"),
    "repeated": translatable("The list has the same person before"),
}
STATES: Final = {
    "receiving": translatable("Being received"),
    "checking": translatable("Being checked"),
    "checked": translatable("Waits for your confirmation"),
    "sending": translatable("Being sent"),
    "done": translatable("Sent"),
    "stopped": translatable("Stopped: the programme takes nobody new any more"),
    "discarded": translatable("Discarded"),
}


def skip_reason(voice: Voice, code: str) -> str:
    """Word why somebody is not invited."""
    return word(voice, SKIPS, code)


def order_state(voice: Voice, code: str) -> str:
    """Word how far an order to invite many people is."""
    return word(voice, STATES, code)
