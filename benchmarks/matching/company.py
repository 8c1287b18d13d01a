"""A company in arrays: units with heaps of managers, cities with working days, languages and cultures."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

GRADE_SHARES: Final = (14, 18, 17, 14, 11, 9, 7, 5, 3, 1.4, 0.5, 0.1)
UNIT: Final = 150
SPAN: Final = 7

# region, hours from UTC, culture, language of 29 cities; language 0 is English
_CITIES: Final = np.array(
    [
        (0, -8, 0, 0), (0, -6, 0, 0), (0, -5, 0, 0), (0, -5, 0, 0), (0, -6, 1, 1), (1, -3, 1, 2),
        (1, -5, 1, 1), (1, -3, 1, 1), (2, 0, 0, 0), (2, 0, 0, 0), (2, 1, 2, 3), (2, 1, 2, 3),
        (2, 1, 3, 4), (2, 1, 3, 1), (2, 0, 3, 2), (2, 1, 4, 5), (2, 2, 4, 5), (3, 2, 5, 0),
        (3, 1, 5, 4), (3, 3, 5, 6), (3, 4, 5, 6), (4, 5.5, 6, 0), (4, 5.5, 6, 7), (4, 5.5, 6, 7),
        (5, 8, 7, 0), (5, 8, 7, 8), (5, 8, 7, 8), (5, 9, 7, 9), (5, 10, 0, 0),
    ]
)  # fmt: skip
ANGLO: Final = 0
LANGUAGES: Final = 10


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody employed; one entry a person.

    Attributes:
        grade: 1 (most junior) to 12.
        manager: number of the manager; the head of the company is their own.
        region, culture, function, decade: codes.
        speaks: languages, [people, languages].
        opens, closes: the working day in half hours UTC.
    """

    grade: Ints
    manager: Ints
    region: Ints
    culture: Ints
    function: Ints
    decade: Ints
    speaks: NDArray[np.bool_]
    opens: Ints
    closes: Ints


def company_of(people: int, random: np.random.Generator) -> Company:
    """Return a company of this size."""
    shares = np.array(GRADE_SHARES) / sum(GRADE_SHARES)
    grade = random.choice(12, size=people, p=shares) + 1
    units = max(1, people // UNIT)
    unit = random.integers(0, units, size=people)
    city = np.where(
        random.random(people) < 0.7,
        random.integers(0, len(_CITIES), size=units)[unit],
        random.integers(0, len(_CITIES), size=people),
    )
    start = random.integers(14, 20, size=people) - np.rint(2 * _CITIES[city, 1]).astype(np.int64)
    age = np.clip(22 + 2.6 * grade + random.normal(0, 6, people), 20, 66)
    return Company(
        grade=grade,
        manager=_managers(grade, unit, units),
        region=_CITIES[city, 0].astype(np.int64),
        culture=_CITIES[city, 2].astype(np.int64),
        function=(unit % 9).astype(np.int64),
        decade=((2026 - age) // 10 * 10).astype(np.int64),
        speaks=_languages(city, grade, random),
        opens=start,
        closes=start + random.integers(16, 21, size=people),
    )


def _managers(grade: Ints, unit: Ints, units: int) -> Ints:
    """In each unit a heap sorted by grade; the heads of units form a heap of their own."""
    order = np.lexsort((-grade, unit))
    sizes = np.bincount(unit, minlength=units)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    place = np.arange(len(grade)) - np.repeat(starts, sizes)
    above = np.repeat(starts, sizes) + np.maximum(place - 1, 0) // SPAN
    manager = np.empty(len(grade), dtype=np.int64)
    manager[order] = order[above]
    heads = order[starts[sizes > 0]]
    heads = heads[np.argsort(-grade[heads], kind="stable")]
    manager[heads] = heads[np.maximum(np.arange(len(heads)) - 1, 0) // SPAN]
    return manager


def _languages(city: Ints, grade: Ints, random: np.random.Generator) -> NDArray[np.bool_]:
    people = len(city)
    speaks = np.zeros((people, LANGUAGES), dtype=np.bool_)
    everyone: NDArray[Any] = np.arange(people)
    anglo = _CITIES[city, 2] == ANGLO
    speaks[:, 0] = random.random(people) < np.where(anglo, 0.995, np.minimum(0.55 + 0.04 * grade, 0.97))
    local = _CITIES[city, 3].astype(np.int64)
    speaks[everyone, local] |= random.random(people) < 0.97
    extra = random.random(people) < 0.15
    speaks[everyone[extra], random.integers(0, LANGUAGES, size=int(extra.sum()))] = True
    return speaks
