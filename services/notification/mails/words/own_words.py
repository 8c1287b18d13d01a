"""Texts of messages that name a role or the programme, with places for own words."""

from collections.abc import Mapping
from typing import Final

from services.notification.mails.typed import harmless
from shared.contracts.enrollment import Words, words_in
from shared.locale import Neutral, OwnWords, Voice, translatable

_TEXTS: Final = {
    "A sponsor is somebody outside both reporting lines whom the mentor can turn to.": translatable(
        "A sponsor is somebody outside both reporting lines whom one of the two ({mentor_word}) can turn to."
    ),
    "You are invited to take part as a mentee: you learn from a junior colleague.": translatable(
        "You are invited to take part. Your role, {mentee_word}: you learn from a junior colleague."
    ),
    "You are invited to take part as a mentor: you share with an executive what you know.": translatable(
        "You are invited to take part. Your role, {mentor_word}: you share with an executive what you know."
    ),
    "By {day}: how do you see the programme?": translatable("By {day}: how do you see the {programme_word}?"),
    "Join the programme": translatable("Join the {programme_word}"),
    "The terms of the programme changed a week ago. No new partner is found for you before you agree.": translatable(  # noqa: E501
        "The terms of the {programme_word} changed a week ago. No new partner is found for you before "
        "you agree."
    ),
    "The terms of the programme have changed": translatable("The terms of the {programme_word} have changed"),
    "There is a place for you in the programme. It takes 3 minutes to join.": translatable(
        "There is a place for you in the {programme_word}. It takes 3 minutes to join."
    ),
    "Your certificate of this programme is ready: with your role, your sessions and their dates.": translatable(  # noqa: E501
        "Your certificate of this {programme_word} is ready: with your role, your sessions and their dates."
    ),
}

NEUTRAL: Final = Neutral(_TEXTS, {})


def called(voice: Voice, programme: str, texts: Mapping[str, Words]) -> tuple[Voice, str]:
    """Return a voice that uses a programme's own words, and its name in the voice's language."""
    words = words_in(texts, voice.language)
    by_place = {place: harmless(word) for place, word in words.by_place.items()}
    return voice.with_words(OwnWords(by_place, NEUTRAL)) if by_place else voice, words.name or programme
