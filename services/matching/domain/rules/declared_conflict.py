"""Neither has declared a conflict of interest with the other; who did, nobody is told."""

from collections.abc import Iterator
from typing import Final

from services.matching.domain.rules.rule import People, Rule


def _pairs(mentees: People, mentors: People, _: int) -> Iterator[tuple[int, int]]:
    mentee_of = {person.id: n for n, person in enumerate(mentees)}
    for n, mentor in enumerate(mentors):
        for apart in mentor.conflicts:
            if apart in mentee_of:
                yield mentee_of[apart], n


RULE: Final = Rule(
    name="declared-conflict",
    breach="a declared conflict of interest",
    rank=65,
    pairs=_pairs,
    always=True,
    conflict=True,
)
