"""Why this pair, and why nobody for that person."""

from collections.abc import Mapping, Sequence

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.criteria import CRITERIA, FULL
from services.matching.domain.person import Person
from services.matching.domain.rules import RULES
from shared.contracts.matching import Contribution, Unmatched
from shared.contracts.vocabulary import Role


def explain(mentor: Person, mentee: Person, degrees: Mapping[str, int]) -> tuple[Contribution, ...]:
    """Say what each criterion gave a pair; the points add up to the pair's score."""
    return tuple(
        Contribution(
            criterion=criterion.name,
            points=degrees[criterion.name] * criterion.weight // FULL,
            at_most=criterion.weight,
            text=criterion.text(mentor, mentee, degrees[criterion.name]),
        )
        for criterion in CRITERIA
    )


def explain_unmatched(
    people: Sequence[Person], *, others: int, eligible: Ints, excluded: Mapping[str, Ints]
) -> list[Unmatched]:
    """Say why each of these people got nobody.

    Args:
        people: all of one role in the round who were left without a proposal.
        others: how many people of the other role were in the round.
        eligible: how many of those each person could have been matched with.
        excluded: how many of those each rule excluded, by rule.
    """
    return [
        Unmatched(
            participant_id=person.id,
            role=person.role,
            reason=_reason(
                person.role,
                others=others,
                eligible=int(eligible[n]),
                excluded={rule: int(counts[n]) for rule, counts in excluded.items()},
            ),
        )
        for n, person in enumerate(people)
    ]


def _reason(role: Role, *, others: int, eligible: int, excluded: Mapping[str, int]) -> str:
    """The binding reason: a short code, a colon, and plain words."""
    other = Role.MENTEE if role is Role.MENTOR else Role.MENTOR
    if not others:
        return f"no-{other}: no {other} is ready with a free place"
    if eligible:
        return f"no-free-{other}: of {others} {other}s {eligible} would fit, but all got somebody else"
    binding = RULES[int(np.argmax([excluded[rule.name] for rule in RULES]))]
    return f"{binding.name}: {binding.breach} excludes {excluded[binding.name]} of {others} {other}s"
