"""Names of the training's modules."""

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
