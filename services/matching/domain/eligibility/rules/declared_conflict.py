"""Neither has declared a conflict of interest with the other; nobody learns who did."""

from collections.abc import Iterator
from typing import Final

from services.matching.domain.eligibility.rules.rule import People, Rule


def _pairs(mentees: People, mentors: People, _: int) -> Iterator[tuple[int, int]]:
    mentee_of = {person.id: n for n, person in enumerate(mentees)}
    mentor_of = {person.id: n for n, person in enumerate(mentors)}
    declared = {
        (mentee_of[id_], n) for n, each in enumerate(mentors) for id_ in each.conflicts if id_ in mentee_of
    }
    # A declaration about somebody who takes part only since then is known to its author alone.
    declared |= {
        (n, mentor_of[id_]) for n, each in enumerate(mentees) for id_ in each.conflicts if id_ in mentor_of
    }
    yield from sorted(declared)


RULE: Final = Rule(
    name="declared-conflict",
    rank=65,
    pairs=_pairs,
    always=True,
    conflict=True,
)
