"""Two people who are together, or are not to be matched again after a no or the end of their pairing."""

from collections.abc import Iterator
from typing import Final

from services.matching.domain.eligibility.rules.rule import People, Rule


def _pairs(mentees: People, mentors: People, _: int) -> Iterator[tuple[int, int]]:
    mentee_of = {person.id: n for n, person in enumerate(mentees)}
    for n, mentor in enumerate(mentors):
        for partner_id in (*mentor.together, *mentor.do_not_match):
            if partner_id in mentee_of:
                yield mentee_of[partner_id], n


RULE: Final = Rule(
    name="do-not-match",
    rank=60,
    pairs=_pairs,
    always=True,
    lasting=False,
)
