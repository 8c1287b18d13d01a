"""Whether a round treats groups of people alike: who got a partner, and how well they fit, by group.

Groups of few people are hidden, and further ones, so that nobody's group can be inferred from the totals.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.domain.people.person import Person
from services.matching.domain.rounds.pool import Pool
from shared.contracts.enrollment import MatchingProfile
from shared.contracts.measures import grade_band, hidden_cells, mean, share
from shared.contracts.vocabulary import Role

FOUR_FIFTHS: Final = Fraction(4, 5)
"""A group matched less than this part as often as the best needs attention."""
MOST_GROUPS: Final = 50
"""Of one feature; the smallest are taken together."""
OTHERS: Final = "others"
UNKNOWN: Final = "unknown"


def _generation(profile: MatchingProfile) -> str | None:
    return f"{profile.birth_decade}s" if profile.birth_decade else None


GROUPINGS: Final[Mapping[str, Callable[[MatchingProfile], str | None]]] = {
    "region": lambda profile: profile.region,
    "department": lambda profile: profile.department,
    "grade-band": lambda profile: grade_band(profile.grade),
    "generation": _generation,
}


class GroupImpact(BaseModel):
    """One group of one role.

    Attributes:
        group: the value that the people share.
        hidden: no figures, as too few people are in it, or as they would reveal a hidden group.
        people: who took part with a free place.
        matched: those who got a partner.
        rate: the share of these, in percent.
        ratio: this rate by the best rate of a group that is shown.
        below_four_fifths: whether that is less than 0.8.
        mean_score: mean points of the group's pairs, as they are shown; None where too few have one.
    """

    model_config = ConfigDict(frozen=True)

    group: str
    hidden: bool = False
    people: int | None = None
    matched: int | None = None
    rate: float | None = None
    ratio: float | None = None
    below_four_fifths: bool = False
    mean_score: float | None = None


class FeatureImpact(BaseModel):
    """All groups of one feature and role; ``enough``: at least two are shown, to be compared."""

    model_config = ConfigDict(frozen=True)

    feature: str
    role: Role
    enough: bool
    groups: tuple[GroupImpact, ...]


class Impact(BaseModel):
    """Matching rates by groups of people: a hint to examine, not proof of unfairness."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "features": [
                        {
                            "feature": "region",
                            "role": "mentee",
                            "enough": True,
                            "groups": [
                                {
                                    "group": "apac",
                                    "hidden": False,
                                    "people": 20,
                                    "matched": 14,
                                    "rate": 70.0,
                                    "ratio": 0.71,
                                    "below_four_fifths": True,
                                    "mean_score": 6120.5,
                                },
                                {
                                    "group": "emea",
                                    "hidden": False,
                                    "people": 60,
                                    "matched": 59,
                                    "rate": 98.3,
                                    "ratio": 1.0,
                                    "below_four_fifths": False,
                                    "mean_score": 6840.25,
                                },
                            ],
                        }
                    ],
                }
            ]
        },
    )

    features: tuple[FeatureImpact, ...]


def impact_of(pool: Pool, pairs: Iterable[tuple[str, str, int]]) -> Impact:
    """Compare groups.

    Args:
        pool: who took part; people who were there only for others are left aside.
        pairs: mentor, mentee and the points shown, of every pair.
    """
    scores: dict[str, list[int]] = {}
    for mentor, mentee, score in pairs:
        scores.setdefault(mentor, []).append(score)
        scores.setdefault(mentee, []).append(score)
    sides = ((Role.MENTEE, pool.mentees), (Role.MENTOR, pool.mentors))
    return Impact(
        features=tuple(
            _feature(name, role, [p for p in people if pool.is_for(p)], scores)
            for name in GROUPINGS
            for role, people in sides
        )
    )


def _feature(
    name: str, role: Role, people: Sequence[Person], scores: Mapping[str, Sequence[int]]
) -> FeatureImpact:
    group_of = _grouped(name, people)
    sizes = Counter(group_of.values())
    matched = Counter(group_of[person.id] for person in people if person.id in scores)
    hidden = hidden_cells(sizes)
    meanless = hidden | hidden_cells(matched)
    points: dict[str, list[int]] = {}
    for person in people:
        points.setdefault(group_of[person.id], []).extend(scores.get(person.id, ()))
    rates = {group: Fraction(matched[group], sizes[group]) for group in sizes if group not in hidden}
    best = max(rates.values(), default=Fraction(0))
    groups = tuple(
        GroupImpact(group=group, hidden=True)
        if group in hidden
        else _shown(group, sizes[group], matched[group], best, [] if group in meanless else points[group])
        for group in sorted(sizes)
    )
    return FeatureImpact(feature=name, role=role, enough=len(sizes) - len(hidden) > 1, groups=groups)


def _grouped(name: str, people: Sequence[Person]) -> dict[str, str]:
    """Return the group of each person; many small ones are one."""
    group_of = {person.id: GROUPINGS[name](person.profile) or UNKNOWN for person in people}
    sizes = Counter(group_of.values())
    named = {group for group, _ in sorted(sizes.items(), key=lambda each: (-each[1], each[0]))[:MOST_GROUPS]}
    return {id_: group if group in named else OTHERS for id_, group in group_of.items()}


def _shown(group: str, people: int, matched: int, best: Fraction, scores: Sequence[int]) -> GroupImpact:
    ratio = Fraction(matched, people) / best if best else None
    return GroupImpact(
        group=group,
        people=people,
        matched=matched,
        rate=share(matched, people),
        ratio=None if ratio is None else round(float(ratio), 2),
        below_four_fifths=ratio is not None and ratio < FOUR_FIFTHS,
        mean_score=mean(sum(scores), len(scores)),
    )
