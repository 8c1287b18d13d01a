"""Why this pair, and why nobody for that person."""

from collections.abc import Mapping, Sequence

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import CompiledRule
from services.matching.domain.features import FULL
from services.matching.domain.people.person import Person
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.rounds.results.unmatched import Relaxation, UnmatchedPerson
from services.matching.domain.scoring.criteria import Reader, told, words
from services.matching.domain.scoring.scores import Scored, shown
from shared.contracts.matching import Contribution
from shared.contracts.vocabulary import Role


def explain(
    pool: Pool, scored: Sequence[Scored], pairs: Ints, points: Ints
) -> list[tuple[Contribution, ...]]:
    """Say what each criterion gave every pair; its points add up to the score that is shown of the pair.

    Criteria over sensitive features count in the computation but appear nowhere: not by name, not in a sum,
    and not as the difference between a score and its parts.

    Args:
        pool: the people.
        scored: the criteria.
        pairs: mentee and mentor, [k, 2].
        points: by criterion, [k, criteria].
    """
    columns = [_contributions(pool, scored[n], pairs, points[:, n]) for n in shown(scored)]
    return list(zip(*columns, strict=True)) if columns else [()] * len(pairs)


def _contributions(pool: Pool, scored: Scored, pairs: Ints, points: Ints) -> list[Contribution]:
    """One criterion for all pairs; pairs alike share one object."""
    criterion, cache = scored.criterion, dict[tuple[object, object, int], Contribution]()
    mentees = _values(scored, pool.mentees)
    mentors = _values(scored, pool.mentors)
    contributions = []
    for (mentee, mentor), gained in zip(pairs.tolist(), points.tolist(), strict=True):
        key = mentees[mentee], mentors[mentor], gained
        if key not in cache:
            degree = -(-gained * FULL // criterion.weight)  # up: points were rounded down
            text = words(scored.features, criterion.measure, key[1], key[0], degree)
            cache[key] = Contribution(
                criterion=criterion.name,
                points=gained,
                at_most=criterion.weight,
                text=told(text, Reader.ANYBODY),
                for_mentor=told(text, Reader.MENTOR),
                for_mentee=told(text, Reader.MENTEE),
            )
        contributions.append(cache[key])
    return contributions


def _values(scored: Scored, people: Sequence[Person]) -> list[object]:
    """What the words depend on: the values of a single feature; of several, nothing but the degree."""
    if len(scored.features) > 1:
        return [None] * len(people)
    return [scored.features[0].value(person.profile) for person in people]


def explain_unmatched(
    people: Sequence[Person],
    *,
    others: int,
    eligible: Ints,
    excluded: Mapping[str, Ints],
    rules: Sequence[CompiledRule],
    below: Sequence[bool],
    would: Mapping[str, tuple[Relaxation, ...]],
) -> list[UnmatchedPerson]:
    """Say why each of these people got nobody.

    Args:
        people: all of one role in the round who were left without a proposal.
        others: how many people of the other role were in the round.
        eligible: how many of those each person could have been matched with.
        excluded: how many of those each rule excluded, by rule.
        rules: the rules.
        below: whether all of those would score below the floor.
        would: what rules a step looser would give, by person's id.
    """
    binding = _binding(rules, excluded)
    return [
        UnmatchedPerson(
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


def _binding(rules: Sequence[CompiledRule], excluded: Mapping[str, Ints]) -> list[str]:
    """For each person the rule that excludes most, in words without the number of people."""
    counts = np.stack([excluded[rule.name] for rule in rules])
    most = counts.argmax(axis=0)
    return [
        f"{rules[rule].name}: {rules[rule].breach} excludes {counts[rule, n]}"
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
