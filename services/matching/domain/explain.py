"""Why this pair, and why nobody for that person."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.barriers import Barrier
from services.matching.domain.criteria import words
from services.matching.domain.features import FULL
from services.matching.domain.left_out import LeftOut, Relaxation
from services.matching.domain.person import Person
from services.matching.domain.pool import Pool
from services.matching.domain.scoring import Scored
from shared.contracts.matching import Contribution
from shared.contracts.vocabulary import Role

CONFIDENTIAL: Final = "confidential"
_CONFIDENTIAL_TEXT: Final = "further criteria of the programme, whose details are confidential"


def explain(
    pool: Pool, scored: Sequence[Scored], pairs: Ints, points: Ints
) -> list[tuple[Contribution, ...]]:
    """Say what each criterion gave every pair; its points add up to the pair's score.

    Criteria over sensitive features appear only as one sum.

    Args:
        pool: the people.
        scored: the criteria.
        pairs: mentee and mentor, [k, 2].
        points: by criterion, [k, criteria].
    """
    open_, closed = _parted(scored)
    columns = [_contributions(pool, scored[n], pairs, points[:, n]) for n in open_]
    if closed:
        columns.append(_confidential([scored[n] for n in closed], points[:, closed].sum(axis=1)))
    return list(zip(*columns, strict=True)) if columns else [()] * len(pairs)


def _parted(scored: Sequence[Scored]) -> tuple[list[int], list[int]]:
    sensitive = [each.sensitive for each in scored]
    return [n for n, s in enumerate(sensitive) if not s], [n for n, s in enumerate(sensitive) if s]


def _contributions(pool: Pool, scored: Scored, pairs: Ints, points: Ints) -> list[Contribution]:
    """One criterion for all pairs; pairs alike share one object."""
    criterion, known = scored.criterion, dict[tuple[object, object, int], Contribution]()
    mentees = _values(scored, pool.mentees)
    mentors = _values(scored, pool.mentors)
    found = []
    for (mentee, mentor), gained in zip(pairs.tolist(), points.tolist(), strict=True):
        key = mentees[mentee], mentors[mentor], gained
        if key not in known:
            degree = -(-gained * FULL // criterion.weight)  # up: points were rounded down
            known[key] = Contribution(
                criterion=criterion.name,
                points=gained,
                at_most=criterion.weight,
                text=words(scored.features, criterion.measure, key[1], key[0], degree),
            )
        found.append(known[key])
    return found


def _values(scored: Scored, people: Sequence[Person]) -> list[object]:
    """What the words depend on: the values of a single feature; of several, nothing but the degree."""
    if len(scored.features) > 1:
        return [None] * len(people)
    return [scored.features[0].value(person.profile) for person in people]


def _confidential(scored: Sequence[Scored], points: Ints) -> list[Contribution]:
    at_most = sum(each.criterion.weight for each in scored)
    return [
        Contribution(criterion=CONFIDENTIAL, points=gained, at_most=at_most, text=_CONFIDENTIAL_TEXT)
        for gained in points.tolist()
    ]


def explain_unmatched(
    people: Sequence[Person],
    *,
    others: int,
    eligible: Ints,
    excluded: Mapping[str, Ints],
    barriers: Sequence[Barrier],
    below: Sequence[bool],
    would: Mapping[str, tuple[Relaxation, ...]],
) -> list[LeftOut]:
    """Say why each of these people got nobody.

    Args:
        people: all of one role in the round who were left without a proposal.
        others: how many people of the other role were in the round.
        eligible: how many of those each person could have been matched with.
        excluded: how many of those each rule excluded, by rule.
        barriers: the rules.
        below: whether all of those would score below the floor.
        would: what rules a step looser would give, by person's id.
    """
    binding = _binding(barriers, excluded)
    return [
        LeftOut(
            participant_id=person.id,
            role=person.role,
            reason=_reason(
                person.role, others, int(eligible[n]), binding[n] if others else "", below=below[n]
            ),
            eligible=int(eligible[n]),
            would=would.get(person.id, ()),
        )
        for n, person in enumerate(people)
    ]


def _binding(barriers: Sequence[Barrier], excluded: Mapping[str, Ints]) -> list[str]:
    """For each person the rule that excludes most, in words without the number of people."""
    counts = np.stack([excluded[barrier.name] for barrier in barriers])
    most = counts.argmax(axis=0)
    return [
        f"{barriers[rule].name}: {barriers[rule].breach} excludes {counts[rule, n]}"
        for n, rule in enumerate(most.tolist())
    ]


def _reason(role: Role, others: int, eligible: int, binding: str, *, below: bool) -> str:
    """The binding reason: a short code, a colon, and plain words."""
    other = role.other
    if not others:
        return f"no-{other}: no {other} is ready with a free place"
    if eligible and below:
        return f"below-floor: {eligible} of {others} {other}s are allowed, but none fits well enough"
    if eligible:
        return f"no-free-{other}: of {others} {other}s {eligible} would fit, but all got somebody else"
    return f"{binding} of {others} {other}s"
