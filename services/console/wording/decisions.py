"""Decisions on a proposed matching, and what keeps two people apart."""

from typing import Final

from services.console.wording.names import word
from shared.locale import Voice, translatable

CHOICES: Final = {
    "make": translatable("Make this pair"),
    "forbid": translatable("Don't make this pair"),
    "free": translatable("Leave it to the computation"),
}
"""The decisions on a pair."""
DECISIONS: Final = {
    "make": translatable("Make the pair"),
    "forbid": translatable("Don't make the pair"),
    "free": translatable("Leave the pair to the computation"),
    "lock": translatable("Lock the proposal"),
    "unlock": translatable("Unlock the proposal"),
    "reject": translatable("Take the proposal back"),
    "recompute": translatable("Compute the matching again"),
    "discard": translatable("Discard the matching"),
}
"""The decisions on a matching."""
CAUSES: Final = {
    "declined": translatable("A proposal was declined"),
    "ended": translatable("Their pairing ended"),
    "coordinator": translatable("A coordinator decided it"),
    "earlier": translatable("They were a pairing in an earlier cohort"),
    "elsewhere": translatable("They are or were a pairing in another programme"),
}
"""Why two people are kept apart; never at whose request."""
BOUNDS: Final = {
    "floor": translatable("The lowest score"),
    "fairness": translatable("Fairness between groups"),
}


def decision(voice: Voice, code: str) -> str:
    """Word what was decided."""
    return word(voice, DECISIONS, code)


def apart_cause(voice: Voice, code: str) -> str:
    """Word why two people are kept apart."""
    return word(voice, CAUSES, code)


def bound_name(voice: Voice, code: str) -> str:
    """Name what a matching was bound to beside the rules."""
    return word(voice, BOUNDS, code)
