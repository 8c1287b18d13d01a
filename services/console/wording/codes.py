"""The names of states, roles and other codes that stand alone, in a table or in a list to choose from."""

from typing import Final

from services.console.wording.names import LEARNING_STYLES, MENTOR_KINDS, plain_code, word
from shared.locale import Voice, translatable

_NAMES: Final = {
    "mentor": translatable("Mentor"),
    "mentee": translatable("Mentee"),
    "invited": translatable("Invited, no answer yet"),
    "enrolled": translatable("Not ready yet"),
    "ready": translatable("Ready"),
    "consent-due": translatable("Has not agreed to the terms"),
    "withdrawn": translatable("Withdrawn"),
    "planned": translatable("Planned"),
    "held": translatable("Took place"),
    "missed": translatable("Did not take place"),
    "cancelled": translatable("Cancelled"),
    "dropped": translatable("No longer needed"),
    "on-track": translatable("On track"),
    "needs-attention": translatable("Needs you"),
    "too-early-to-tell": translatable("Too early to tell"),
    "made": translatable("To be decided"),
    "shown": translatable("To choose from"),
    "approved": translatable("Waits for an answer"),
    "accepted": translatable("Accepted"),
    "declined": translatable("Declined"),
    "expired": translatable("No answer"),
    "paused": translatable("On pause"),
    "ended": translatable("Ended"),
}
_STEPS: Final = {
    "consent": translatable("the consent to the terms"),
    "assessment": translatable("the assessment"),
    "questions": translatable("the questions of the programme"),
    "training": translatable("the training"),
}

QUESTION_KINDS: Final = {
    "choice": translatable("one answer of several"),
    "choices": translatable("any number of several answers"),
    "scale": translatable("a place on a scale"),
    "number": translatable("a number"),
    "topics": translatable("topics of the list"),
    "date": translatable("a day"),
    "text": translatable("a text in the person's own words"),
}


def question_kind(voice: Voice, code: str) -> str:
    """Word how a question is answered."""
    return voice.say(QUESTION_KINDS[code]) if code in QUESTION_KINDS else plain_code(code)


def code_name(voice: Voice, code: str) -> str:
    """Name a code; one that has no text is written as it is, with a capital letter."""
    words = _NAMES.get(code) or MENTOR_KINDS.get(code) or LEARNING_STYLES.get(code)
    said = voice.say(words) if words else plain_code(code).replace("_", " ")
    return said[:1].upper() + said[1:]


def step_name(voice: Voice, code: str) -> str:
    """Name a step that somebody takes before they can be matched, inside a sentence."""
    return word(voice, _STEPS, code)
