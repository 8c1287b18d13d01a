"""Names of the training's modules, and why a row of a file of completed ones is not taken."""

from typing import Final

from services.console.wording.names import plain_code
from shared.locale import Voice, translatable

MODULES: Final = {
    "setting-expectations": translatable("Setting expectations"),
    "confidentiality": translatable("Confidentiality"),
    "leading-a-session": translatable("Leading a session with an executive"),
    "learning-from-a-junior": translatable("Learning from a junior colleague"),
    "candid-feedback": translatable("Candid feedback"),
    "first-meeting": translatable("Guide to the first meeting"),
}
"""The shipped modules, in the order in which they are best read."""


def module_name(voice: Voice, module: str) -> str:
    """Name a module; one that has no name here is shown by its id."""
    name = MODULES.get(module)
    return voice.say(name) if name else plain_code(module)


ROW_FAULTS: Final = {
    "row-damaged": translatable("The row can't be read."),
    "person-not-in-programme": translatable("Nobody who takes part has this id or address."),
    "person-ambiguous": translatable("Several people share this address. Give the employee id."),
    "unknown-training": translatable("There is no such module."),
    "other-training": translatable("This module is for the other role."),
    "day-unreadable": translatable("Write the day as 2026-01-08."),
    "day-in-future": translatable("The day is in the future."),
    "training-expired": translatable("It was too long ago: it no longer counts."),
}
"""Why a row of a file of completed training is not taken."""


def row_fault(voice: Voice, code: str) -> str:
    """Word why a row is not taken."""
    words = ROW_FAULTS.get(code)
    return voice.say(words) if words else plain_code(code)
