"""Neither is among the other's managers, up to a depth.

Without a depth the head of the organisation could be matched with nobody.
"""

from collections.abc import Iterator
from typing import Final

from services.matching.domain.eligibility.rules.rule import People, Rule, Setting


def _pairs(mentees: People, mentors: People, depth: int) -> Iterator[tuple[int, int]]:
    mentee_of = {person.profile.employee_id: n for n, person in enumerate(mentees)}
    mentor_of = {person.profile.employee_id: n for n, person in enumerate(mentors)}
    for n, mentee in enumerate(mentees):
        for boss in mentee.profile.line[:depth]:
            if boss in mentor_of:
                yield n, mentor_of[boss]
    for n, mentor in enumerate(mentors):
        for boss in mentor.profile.line[:depth]:
            if boss in mentee_of:
                yield mentee_of[boss], n


RULE: Final = Rule(
    name="reporting-line",
    rank=20,
    pairs=_pairs,
    conflict=True,
    setting=Setting(low=1, high=12, of=lambda rules: rules.line_depth, step=-1),
)
