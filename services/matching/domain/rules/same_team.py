"""They don't work in the same team."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from services.matching.domain.features.organisation import team_of
from services.matching.domain.rules.rule import People, Rule


def _pairs(mentees: People, mentors: People, _: int) -> Iterator[tuple[int, int]]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for n, mentor in enumerate(mentors):
        if team := team_of(mentor.profile):
            members[team].append(n)
    for n, mentee in enumerate(mentees):
        for colleague in members.get(team_of(mentee.profile) or "", ()):
            yield n, colleague


RULE: Final = Rule(name="same-team", breach="the same team", rank=30, pairs=_pairs)
