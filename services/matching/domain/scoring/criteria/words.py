"""What a criterion's points mean for one pair, in plain words that name nobody.

A text holds what differs by its reader in braces: ``{they are|you are|you are} alike`` is told to somebody
who looks at the two, to the mentor, and to the mentee. Without braces it fits all.
"""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, Final

from services.matching.domain.features import FULL, Feature, Kind
from services.matching.domain.policy.measure import Measure

_MIDDLE: Final = 0.55 * FULL
_HIGH: Final = 0.8 * FULL
_THEY: Final = "{they|you|you}"
_THEIR: Final = "{their|your|your}"
_MENTEES: Final = "{the mentee's|your mentee's|your}"
_NAMED: Final = 8
"""The most shared words that a text names; it stays readable, and within its bound."""
_BRACES: Final = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")


class Reader(IntEnum):
    """Who reads a text."""

    ANYBODY = 1
    MENTOR = 2
    MENTEE = 3


_PHRASES: Final[Mapping[Measure, tuple[str, str, str]]] = {
    # for a high, a middling and a low degree
    Measure.SIMILAR: (
        "{they|you|you} are very alike in {}",
        "{they|you|you} are alike in {}",
        "{they|you|you} are quite different in {}",
    ),
    Measure.DIFFERENT: (
        "{they|you|you} are very different in {}",
        "{they|you|you} are somewhat different in {}",
        "{they|you|you} are much the same in {}",
    ),
    Measure.AT_LEAST: (
        "{the mentor has|you have|your mentor has} no less in {}",
        "{the mentor has|you have|your mentor has} a little less in {}",
        "{the mentor has|you have|your mentor has} less in {}",
    ),
    Measure.COMPLEMENT: (
        "{they|you|you} go well together in {}",
        "{they|you|you} go fairly well together in {}",
        "{they|you|you} go less well together in {}",
    ),
}


def words(features: Sequence[Feature], measure: Measure, mentor: Any, mentee: Any, degree: int) -> str:
    """The words for a degree, for all readers; a single feature is described by its values.

    Args:
        features: of the criterion.
        measure: of the criterion.
        mentor: the mentor's value; of no account where there are several features.
        mentee: the mentee's.
        degree: 0 to 1000.
    """
    if len(features) > 1:
        titles = [feature.title for feature in features]
        return _phrase(f"{', '.join(titles[:-1])} and {titles[-1]}", measure, degree)
    (feature,) = features
    if mentor is None or mentee is None:
        return f"not enough is known of {_THEIR} {feature.title}"
    own = feature.own.get(measure)
    if own:
        return own.text(mentor, mentee, degree)
    if feature.kind is Kind.LEVELS:
        return _shared(feature, measure, dict(sorted(mentor, key=_level)), sorted(mentee))
    if feature.kind is Kind.CATEGORY:
        return f"{_THEY} have {'the same' if mentor == mentee else 'a different'} {feature.title}"
    return _phrase(feature.title, measure, degree)


def told(text: str, reader: Reader) -> str:
    """A text as one reader gets it."""
    return _BRACES.sub(lambda match: match[reader], text)


def _phrase(titles: str, measure: Measure, degree: int) -> str:
    high, middle, low = _PHRASES[measure]
    phrase = high if degree >= _HIGH else middle if degree >= _MIDDLE else low
    return phrase.replace("{}", titles)


def _level(entry: tuple[str, int]) -> int:
    return entry[1]


def _shared(
    feature: Feature, measure: Measure, mentor: Mapping[str, int], mentee: Sequence[tuple[str, int]]
) -> str:
    least = {word: level if measure is Measure.AT_LEAST else 1 for word, level in mentee}
    shared = [word for word, level in least.items() if mentor.get(word, 0) >= level]
    few = [*shared[:_NAMED], "…"] if len(shared) > _NAMED else shared
    named = f": {', '.join(few)}" if shared else ""
    return f"{_THEY} share {len(shared)} of {_MENTEES} {len(least)} {feature.title}{named}"
