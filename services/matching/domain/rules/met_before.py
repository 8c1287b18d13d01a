"""The two have not been proposed to each other before."""

from collections.abc import Iterator
from typing import Final

from services.matching.domain.rules.rule import People, Rule


def _pairs(mentees: People, mentors: People, _: int) -> Iterator[tuple[int, int]]:
    mentee_of = {person.id: n for n, person in enumerate(mentees)}
    for n, mentor in enumerate(mentors):
        for met in mentor.met:
            if met in mentee_of:
                yield mentee_of[met], n


RULE: Final = Rule(
    name="met-before",
    breach="proposed to each other before",
    rank=60,
    pairs=_pairs,
    always=True,
    lasting=False,
)
