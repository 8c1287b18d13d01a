"""Where a matching is; the codes of proposals are in `code_name`."""

from typing import Final

from services.console.wording.names import word
from shared.locale import Voice, translatable

ROUND_STATES: Final = {
    "requested": translatable("Requested"),
    "computing": translatable("Being computed"),
    "saving": translatable("Being saved"),
    "proposed": translatable("To be decided"),
    "approving": translatable("Being sent"),
    "approved": translatable("Decided"),
    "clearing": translatable("Being taken back"),
    "previewed": translatable("Tried out"),
    "discarded": translatable("Discarded"),
    "cancelled": translatable("Stopped"),
    "failed": translatable("Failed"),
}


def round_state(voice: Voice, code: str) -> str:
    """Word where a matching is."""
    return word(voice, ROUND_STATES, code)
