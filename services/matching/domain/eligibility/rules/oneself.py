"""Nobody mentors themselves."""

from collections.abc import Iterator
from typing import Final

from services.matching.domain.eligibility.rules.rule import People, Rule


def _pairs(mentees: People, mentors: People, _: int) -> Iterator[tuple[int, int]]:
    mentor_of = {person.profile.employee_id: n for n, person in enumerate(mentors)}
    for n, mentee in enumerate(mentees):
        if mentee.profile.employee_id in mentor_of:
            yield n, mentor_of[mentee.profile.employee_id]


RULE: Final = Rule(name="oneself", rank=70, pairs=_pairs, always=True, conflict=True)
