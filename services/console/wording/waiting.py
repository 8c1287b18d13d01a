"""Why somebody waits for a partner, and how the promised time to match is kept."""

from typing import Final

from services.console.clients.matching.waiting import Level
from services.console.wording.names import word
from shared.locale import Voice, translatable

REASONS: Final = {
    "declined": translatable("The proposal was declined"),
    "expired": translatable("Not both answered in time"),
    "withdrawn": translatable("The proposal was withdrawn"),
    "pairing-ended": translatable("Their pairing ended"),
    "asked-for-more": translatable("Asked for another partner"),
    "newly-ready": translatable("Newly ready"),
}


def waiting_reason(voice: Voice, code: str) -> str:
    """Word why somebody waits for a next partner."""
    return word(voice, REASONS, code)


def time_to_match(voice: Voice, level: Level) -> str:
    """Word what is promised, and how far it is kept."""
    promised = voice.number(level.target_percent)
    if level.matched_in_time_percent is None:
        return voice.say_count(
            "We promise that {percent} % find a partner within {count} day. It is too early to tell.",
            "We promise that {percent} % find a partner within {count} days. It is too early to tell.",
            level.target_days,
            percent=promised,
        )
    return voice.say_count(
        "{reached} % were paired within {count} day (we promise {percent} %).",
        "{reached} % were paired within {count} days (we promise {percent} %).",
        level.target_days,
        reached=voice.number(level.matched_in_time_percent),
        percent=promised,
    )


def promise_kept(voice: Voice, level: Level) -> str:
    """Word whether the promise is kept; nothing while too few have been matched."""
    if level.target_met is None:
        return ""
    return voice.say("Promise kept") if level.target_met else voice.say("Promise not kept")
