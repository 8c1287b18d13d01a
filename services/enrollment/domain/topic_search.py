"""Topics that free text may mean: similar words, typing errors, a part of a longer text."""

from collections.abc import Iterable
from typing import Final

from shared.topics import KnownTopic, plain

MOST_SUGGESTED: Final = 5
_ENOUGH: Final = 70
"""The least similarity, of 100."""
_LEAST_LETTERS: Final = 5
"""A shorter word is part of too many others."""


def suggest(text: str, known: Iterable[KnownTopic]) -> list[str]:
    """Return the ids of the topics that are most similar to a text, the most similar first."""
    wanted = plain(text)
    scores = {topic.id: max(_similarity(wanted, word) for word in topic.words) for topic in known}
    near = [id_ for id_, score in scores.items() if score[0] >= _ENOUGH]
    return sorted(near, key=lambda id_: (*(-part for part in scores[id_]), id_))[:MOST_SUGGESTED]


def _similarity(wanted: str, word: str) -> tuple[float, float]:
    """Compare two texts word by word, then as a whole, which decides between equals."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (only when somebody searches)

    whole = fuzz.ratio(wanted, word)
    best = max(whole, fuzz.token_set_ratio(wanted, word))
    if min(len(wanted), len(word)) >= _LEAST_LETTERS:
        best = max(best, 0.9 * fuzz.partial_ratio(wanted, word))
    return best, whole
