"""The engine's input: people as whole-number features, hard rules as bytes, validated on entry."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from services.matching.engine.jit import Bytes, Floats, Integers, Ints32, Ints64

EXACT: Final = 1 << 24
"""float32 counts whole numbers exactly up to here; every partial sum of a score has to stay below."""
ANY: Final = -EXACT
"""No score is below this."""
MOST: Final = 1 << 30
"""Penalties and prices are compared in int32: twice this must fit."""
NOTHING: Final = -MOST - EXACT
"""Below all scores less prices."""


class InvalidProblem(ValueError):  # noqa: N818 -- named like the kernel's RuleBroken
    """A field of a problem cannot be used; the message begins with its name."""


@dataclass(frozen=True, slots=True)
class HardRule:
    """A rule as a table: mentees fall into classes, and each class is allowed some mentors.

    Attributes:
        classes: the class of each mentee, [mentees].
        allowed: 1 where a mentor is allowed to a class, [classes, mentors].
    """

    classes: Integers
    allowed: NDArray[Any]


def _pairs() -> Ints64:
    return np.empty((0, 2), dtype=np.int64)


def _bonuses() -> Ints64:
    return np.empty((0, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Problem:
    """Mentees and mentors to pair. People are numbered from 0 on each side, in the order given.

    The score of mentee i with mentor j is `mentee_features[i] @ mentor_features[j]`: whole points. Weights
    belong to the mentees' side, rounded to whole numbers.

    Attributes:
        mentee_features: whole numbers, [mentees, features].
        mentor_features: whole numbers, [mentors, features].
        mentee_ids: stable, distinct ids; with the seed they settle ties, whatever the order given.
        mentor_ids: the same for mentors.
        rules: all have to allow a pair.
        forbidden: pairs not allowed besides the rules, [k, 2]: mentee, mentor.
        mentor_places: how many mentees each mentor may get, 1 unless given.
        mentee_places: how many mentors each mentee may get, 1 unless given; never one twice.
        penalty: points lost for each mentee left out; places beyond a mentee's first count by the points of
            their pairs alone. None: participation first, whatever the points: as many mentees as possible
            get a first mentor; as many as then possible a second one; and so on (from where numbers grow
            beyond what can be counted, all further places count alike).
        priority: further points lost if this very mentee is left out; never changes who gets whom otherwise.
        mentor_priority: points gained if this very mentor gets anybody; the same for mentors.
        fixed: pairs that stand (locked, accepted, must-pair), whatever rules say, [k, 2].
        bonus: extra points for single pairs, [k, 3]: mentee, mentor, points.
        least: pairs of a mentee that score below this (bonus included) are not allowed, [mentees]. None: any.
        most: what no score of a mentee exceeds (bonuses aside), [mentees], where the caller knows: the
            closer, the more people can be counted with participation first. None: found from the features.
        seed: of the order in which ties are settled.
    """

    mentee_features: Integers
    mentor_features: Integers
    mentee_ids: Sequence[Hashable]
    mentor_ids: Sequence[Hashable]
    rules: Sequence[HardRule] = ()
    forbidden: Integers = field(default_factory=_pairs)
    mentor_places: Integers | None = None
    mentee_places: Integers | None = None
    penalty: int | None = None
    priority: Integers | None = None
    mentor_priority: Integers | None = None
    fixed: Integers = field(default_factory=_pairs)
    bonus: Integers = field(default_factory=_bonuses)
    least: Integers | None = None
    most: Integers | None = None
    seed: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """Mentees and mentors."""
        return len(self.mentee_ids), len(self.mentor_ids)


@dataclass(frozen=True, slots=True)
class Checked:
    """A problem whose arrays have been checked and have the engine's types."""

    mentees: NDArray[np.float32]
    mentors: NDArray[np.float32]
    classes: tuple[Ints32, ...]
    allowed: tuple[Bytes, ...]
    forbidden: Ints64
    mentor_places: Ints64
    mentee_places: Ints64
    penalty: int | None
    priority: Ints64
    mentor_priority: Ints64
    fixed: Ints64
    bonus: Ints64
    least: Ints64
    most: Ints64
    score_range: tuple[int, int]
    source: Problem


def checked(problem: Problem) -> Checked:
    """Check every field.

    Raises:
        InvalidProblem: naming the first field that cannot be used, and why.
    """
    mentees, mentors = problem.shape
    _distinct("mentee_ids", problem.mentee_ids)
    _distinct("mentor_ids", problem.mentor_ids)
    left = _features("mentee_features", problem.mentee_features, mentees).astype(np.float32)
    right = _features("mentor_features", problem.mentor_features, mentors).astype(np.float32)
    if left.shape[1] != right.shape[1]:
        raise InvalidProblem(f"mentor_features: {right.shape[1]} columns, mentees have {left.shape[1]}")
    bonus = _links("bonus", problem.bonus, problem.shape, 3)
    low, high = _score_range(left, right, bonus)
    checked_rules = [_rule(n, rule, problem.shape) for n, rule in enumerate(problem.rules)]
    return Checked(
        mentees=left,
        mentors=right,
        classes=tuple(rule.classes for rule in checked_rules),
        allowed=tuple(rule.allowed for rule in checked_rules),
        forbidden=_links("forbidden", problem.forbidden, problem.shape, 2),
        mentor_places=_counts("mentor_places", problem.mentor_places, mentors, 1),
        mentee_places=_counts("mentee_places", problem.mentee_places, mentees, 1),
        penalty=None if problem.penalty is None else _penalty(problem.penalty),
        priority=_counts("priority", problem.priority, mentees, 0),
        mentor_priority=_points("mentor_priority", problem.mentor_priority, mentors),
        fixed=_links("fixed", problem.fixed, problem.shape, 2),
        bonus=bonus,
        least=np.maximum(ANY, _bounds("least", problem.least, mentees, ANY)),
        most=_bounds("most", problem.most, mentees, EXACT),
        score_range=(low, high),
        source=problem,
    )


def whole(name: str, values: ArrayLike) -> Ints64:
    """Return the values as int64.

    Raises:
        InvalidProblem: one is not a whole number (NaN, infinite, a fraction) or out of range.
    """
    array = np.asarray(values)
    if array.dtype.kind in "iub":
        if array.dtype == np.uint64 and array.size and int(array.max()) > MOST:
            raise InvalidProblem(f"{name}: values beyond {MOST}")
        return array.astype(np.int64)
    if array.size == 0:
        return np.empty(array.shape, dtype=np.int64)
    if array.dtype.kind != "f":
        raise InvalidProblem(f"{name}: whole numbers needed, not {array.dtype}")
    if not np.isfinite(array).all():
        raise InvalidProblem(f"{name}: holds NaN or infinity")
    if (np.abs(array) > MOST).any() or (array != np.rint(array)).any():
        raise InvalidProblem(f"{name}: holds fractions or values beyond {MOST}; scale and round them first")
    return array.astype(np.int64)


def _distinct(name: str, ids: Sequence[Hashable]) -> None:
    if len(set(ids)) != len(ids):
        raise InvalidProblem(f"{name}: an id occurs twice")


def _features(name: str, values: Integers, people: int) -> Ints64:
    array = whole(name, values)
    if array.ndim != 2 or len(array) != people:
        raise InvalidProblem(f"{name}: shape {array.shape}, needed ({people}, features)")
    return array


def _score_range(mentees: Floats, mentors: Floats, bonus: Ints64) -> tuple[int, int]:
    """Bounds on all scores; also of every partial sum, so that float32 products are exact.

    So are those here, once `spread` is below EXACT: no rounding takes a sum of such terms below it again.
    """
    if not len(mentees) or not len(mentors):
        return 0, 0
    high, low = mentors.max(axis=0), mentors.min(axis=0)
    up, down = np.maximum(mentees, 0), np.minimum(mentees, 0)
    spread = float(((up - down) @ np.maximum(high, -low)).max())
    if spread >= EXACT:
        raise InvalidProblem(f"mentee_features: scores may reach {spread:.0f} points, below {EXACT} needed")
    extra = bonus[:, 2] if len(bonus) else np.zeros(1, dtype=np.int64)
    if np.abs(extra).max() >= EXACT:
        raise InvalidProblem(f"bonus: beyond {EXACT} points")
    least = int((up @ low + down @ high).min()) + min(0, int(extra.min()))
    most = int((up @ high + down @ low).max()) + max(0, int(extra.max()))
    return least, most


def _rule(number: int, rule: HardRule, shape: tuple[int, int]) -> HardRule:
    name = f"rules[{number}]"
    classes, allowed = whole(f"{name}.classes", rule.classes), np.asarray(rule.allowed)
    if classes.shape != (shape[0],):
        raise InvalidProblem(f"{name}.classes: shape {classes.shape}, needed ({shape[0]},)")
    if allowed.ndim != 2 or allowed.shape[1] != shape[1] or allowed.dtype.kind not in "iub":
        raise InvalidProblem(f"{name}.allowed: needed are bytes, (classes, {shape[1]})")
    if classes.size and not 0 <= classes.min() <= classes.max() < len(allowed):
        raise InvalidProblem(f"{name}.classes: outside 0 to {len(allowed) - 1}")
    return HardRule(classes.astype(np.int32), np.ascontiguousarray(allowed != 0, dtype=np.uint8))


def _links(name: str, values: Integers, shape: tuple[int, int], width: int) -> Ints64:
    array = whole(name, values)
    if array.size == 0:
        return np.empty((0, width), dtype=np.int64)
    if array.ndim != 2 or array.shape[1] != width:
        raise InvalidProblem(f"{name}: shape {array.shape}, needed (pairs, {width})")
    for column, people in enumerate(shape):
        if not 0 <= array[:, column].min() <= array[:, column].max() < people:
            raise InvalidProblem(f"{name}: numbers people outside 0 to {people - 1}")
    keys = array[:, 0] * shape[1] + array[:, 1]
    if name != "forbidden" and len(np.unique(keys)) != len(keys):
        raise InvalidProblem(f"{name}: a pair occurs twice")
    return array


def _counts(name: str, values: Integers | None, people: int, default: int) -> Ints64:
    if values is None:
        return np.full(people, default, dtype=np.int64)
    array = whole(name, values)
    if array.shape != (people,):
        raise InvalidProblem(f"{name}: shape {array.shape}, needed ({people},)")
    if array.size and array.min() < 0:
        raise InvalidProblem(f"{name}: below 0")
    return array


def _points(name: str, values: Integers | None, people: int) -> Ints64:
    array = _counts(name, values, people, 0)
    if array.size and array.max() >= EXACT:
        raise InvalidProblem(f"{name}: beyond {EXACT} points")
    return array


def _bounds(name: str, values: Integers | None, people: int, default: int) -> Ints64:
    if values is None:
        return np.full(people, default, dtype=np.int64)
    array = whole(name, values)
    if array.shape != (people,):
        raise InvalidProblem(f"{name}: shape {array.shape}, needed ({people},)")
    return np.minimum(array, EXACT)


def _penalty(value: int) -> int:
    penalty = int(whole("penalty", value))
    if not 0 <= penalty <= MOST:
        raise InvalidProblem(f"penalty: {penalty}, allowed are 0 to {MOST}")
    return penalty
