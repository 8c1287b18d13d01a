"""How far an objective of a programme is from its target."""

from typing import Final

from shared.locale import Voice, translatable

MEASURES: Final = {
    "participation": translatable("People in pairings, of those who are ready (%)"),
    "sessions-held": translatable("Sessions held, of those planned (%)"),
    "satisfaction": translatable("Mean rating of sessions (1 to 5)"),
}
"""The measures of objectives, by code."""


def target_distance(voice: Voice, beyond: float) -> str:
    """Word how far a measure is beyond its target, or short of it."""
    if beyond > 0:
        return voice.say("{number} beyond the target", number=voice.number(beyond))
    if beyond < 0:
        return voice.say("{number} short of the target", number=voice.number(-beyond))
    return voice.say("Target reached")
