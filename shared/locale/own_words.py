"""An organisation's own words for what the texts of a service name, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

OneAndMore: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Neutral:
    """Texts that take own words: sentences in which any word fits, whatever its gender or number.

    Attributes:
        texts: by the text that has the standard word.
        counts: texts that count, by their first form.
    """

    texts: Mapping[str, str]
    counts: Mapping[str, OneAndMore]


@dataclass(frozen=True)
class OwnWords:
    """Words of an organisation.

    Attributes:
        words: by the place that they fill.
        neutral: the texts with these places; one applies where all of its places have a word.
    """

    words: Mapping[str, str]
    neutral: Neutral

    def text(self, message: str) -> str:
        """Return the text to say instead of one that has the standard word, or the text itself."""
        neutral = self.neutral.texts.get(message)
        return neutral if neutral is not None and self._has_all(neutral) else message

    def count_texts(self, one: str, more: str) -> OneAndMore:
        """Return the forms of a text that counts, to say instead of those with the standard word."""
        neutral = self.neutral.counts.get(one)
        return neutral if neutral is not None and self._has_all(neutral[1]) else (one, more)

    def fill(self, text: str, like: str) -> str:
        """Fill in the words; one that begins a text begins as the text ``like`` does: capital or small."""
        for name, word in self.words.items():
            place = f"{{{name}}}"
            if text.startswith(place) and like[:1].isupper():
                text = word[:1].upper() + word[1:] + text[len(place) :]
            text = text.replace(place, word)
        return text

    def _has_all(self, neutral: str) -> bool:
        return all(name in self.words or f"{{{name}}}" not in neutral for name in PLACES)


PLACES: Final = ("mentor_word", "mentors_word", "mentee_word", "mentees_word", "programme_word")
"""The places that own words fill, in neutral texts."""
