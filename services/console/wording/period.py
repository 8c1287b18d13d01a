"""From when until when a programme lasts."""

from datetime import date

from shared.locale import Voice


def period(voice: Voice, starts_on: date, ends_on: date | None) -> str:
    """Word the first and the last day of a programme; None: it has no end."""
    first = voice.date(starts_on)
    if ends_on is None:
        return voice.say("From {first}, without an end", first=first)
    return voice.say("{first} to {last}", first=first, last=voice.date(ends_on))
