"""How far an objective of a programme is from its target."""

from typing import Final

from services.console.wording.names import word
from shared.locale import Voice, translatable

MEASURES: Final[dict[str, str]] = {
    "participation": translatable("People in pairings, of those who are ready (%)"),
    "sessions-held": translatable("Sessions held, of those planned (%)"),
    "satisfaction": translatable("Mean rating of sessions (1 to 5)"),
    "recommendation": translatable("Would recommend taking part (net promoter score)"),
    "entered": translatable("Entered by hand or by another system"),
}
"""The measures of key results, by code."""
UNITS: Final = {
    "percent": translatable("percent"),
    "people": translatable("people"),
    "days": translatable("days"),
    "hours": translatable("hours"),
}
"""The units of figures that are entered, by code."""


def measure_name(voice: Voice, code: str) -> str:
    """Name a measure."""
    return word(voice, MEASURES, code)


def target_distance(voice: Voice, beyond: float) -> str:
    """Word how far a measure is beyond its target, or short of it."""
    if beyond > 0:
        return voice.say("{number} beyond the target", number=voice.number(beyond))
    if beyond < 0:
        return voice.say("{number} short of the target", number=voice.number(-beyond))
    return voice.say("Target reached")
