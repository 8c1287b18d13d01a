"""Why this pair, and why nobody for that person."""

from collections.abc import Mapping, Sequence

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import CompiledRule
from services.matching.domain.features import FULL
from services.matching.domain.people.person import Person
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.rounds.results.unmatched import Relaxation, UnmatchedPerson
from services.matching.domain.scoring.criteria import reason_of
from services.matching.domain.scoring.scores import Scored, shown
from shared.contracts.matching import Contribution, UnmatchedCode, UnmatchedReason


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
    """Return one criterion for all pairs; pairs alike share one object."""
    criterion, cache = scored.criterion, dict[tuple[object, object, int], Contribution]()
    mentees = _values(scored, pool.mentees)
    mentors = _values(scored, pool.mentors)
    contributions = []
    for (mentee, mentor), gained in zip(pairs.tolist(), points.tolist(), strict=True):
        key = mentees[mentee], mentors[mentor], gained
        if key not in cache:
            degree = -(-gained * FULL // criterion.weight)  # up: points were rounded down
            cache[key] = Contribution(
                criterion=criterion.name,
                points=gained,
                at_most=criterion.weight,
                reason=reason_of(scored.features, criterion.measure, key[1], key[0], degree),
            )
        contributions.append(cache[key])
    return contributions


def _values(scored: Scored, people: Sequence[Person]) -> list[object]:
    """Return the facts behind the reason: the values of a single feature; of several, only the degree."""
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
            reason=_reason(others, int(eligible[n]), *binding[n], below=below[n]),
            eligible=int(eligible[n]),
            would=would.get(person.id, ()),
        )
        for n, person in enumerate(people)
    ]


def explain_taken_elsewhere(person: Person) -> UnmatchedPerson:
    """Say of somebody that other programmes have all their capacity: no rule of this one would help."""
    reason = UnmatchedReason(code=UnmatchedCode.TAKEN_ELSEWHERE)
    return UnmatchedPerson(participant_id=person.id, role=person.role, reason=reason)


def _binding(rules: Sequence[CompiledRule], excluded: Mapping[str, Ints]) -> list[tuple[str, int]]:
    """For each person the rule that excludes most, and how many people that is."""
    counts = np.stack([excluded[rule.name] for rule in rules])
    most = counts.argmax(axis=0)
    return [(rules[rule].name, int(counts[rule, n])) for n, rule in enumerate(most.tolist())]


def _reason(others: int, eligible: int, rule: str, excluded: int, *, below: bool) -> UnmatchedReason:
    """Return the binding reason."""
    if not others:
        return UnmatchedReason(code=UnmatchedCode.NOBODY_READY)
    if eligible:
        code = UnmatchedCode.BELOW_FLOOR if below else UnmatchedCode.ALL_TAKEN
        return UnmatchedReason(code=code, eligible=eligible, others=others)
    return UnmatchedReason(code=UnmatchedCode.RULE, rule=rule, excluded=excluded, others=others)
