"""What a criterion's points mean for one pair, in plain words that fit both and name nobody."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.matching.domain.features import FULL, Feature, Kind, Measure

_MIDDLE: Final = 0.55 * FULL
_HIGH: Final = 0.8 * FULL
_PHRASES: Final[Mapping[Measure, tuple[str, str, str]]] = {
    # for a high, a middling and a low degree
    Measure.SIMILAR: ("they are very alike in {}", "they are alike in {}", "they are quite different in {}"),
    Measure.DIFFERENT: (
        "they are very different in {}",
        "they are somewhat different in {}",
        "they are much the same in {}",
    ),
    Measure.AT_LEAST: (
        "the mentor has no less in {}",
        "the mentor has a little less in {}",
        "the mentor has less in {}",
    ),
    Measure.COMPLEMENT: (
        "they go well together in {}",
        "they go fairly well together in {}",
        "they go less well together in {}",
    ),
}


def words(features: Sequence[Feature], measure: Measure, mentor: Any, mentee: Any, degree: int) -> str:
    """The words for a degree; a single feature is described by its values.

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
        return f"not enough is known of their {feature.title}"
    own = feature.own.get(measure)
    if own:
        return own.text(mentor, mentee, degree)
    if feature.kind is Kind.LEVELS:
        return _shared(feature, measure, dict(sorted(mentor, key=_level)), sorted(mentee))
    if feature.kind is Kind.CATEGORY:
        return f"they have {'the same' if mentor == mentee else 'a different'} {feature.title}"
    return _phrase(feature.title, measure, degree)


def _phrase(titles: str, measure: Measure, degree: int) -> str:
    high, middle, low = _PHRASES[measure]
    phrase = high if degree >= _HIGH else middle if degree >= _MIDDLE else low
    return phrase.format(titles)


def _level(entry: tuple[str, int]) -> int:
    return entry[1]


def _shared(
    feature: Feature, measure: Measure, mentor: Mapping[str, int], mentee: Sequence[tuple[str, int]]
) -> str:
    least = {word: level if measure is Measure.AT_LEAST else 1 for word, level in mentee}
    found = [word for word, level in least.items() if mentor.get(word, 0) >= level]
    named = f": {', '.join(found)}" if found else ""
    return f"they share {len(found)} of the mentee's {len(least)} {feature.title}{named}"
