"""The words for applications."""

from typing import Final

from services.console.wording.names import word
from shared.locale import Voice, translatable

DECLINE_REASONS: Final = {
    "not-eligible": translatable("The programme is for other groups of people this time."),
    "no-fit": translatable("The programme's topics do not fit what you offer or look for."),
    "later": translatable("There is no place left this time; apply for a later programme."),
    "other": translatable("You cannot take part this time."),
}
"""The reasons of coordinators, as the applicant reads them."""


def decline_reason(voice: Voice, code: str) -> str:
    """Word why an application is declined."""
    return word(voice, DECLINE_REASONS, code)
