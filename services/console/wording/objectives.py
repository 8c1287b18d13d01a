"""How far an objective of a programme is from its target."""

from shared.locale import Voice


def target_distance(voice: Voice, beyond: float) -> str:
    """Word how far a measure is beyond its target, or short of it."""
    if beyond > 0:
        return voice.say("{number} beyond the target", number=voice.number(beyond))
    if beyond < 0:
        return voice.say("{number} short of the target", number=voice.number(-beyond))
    return voice.say("Target reached")
