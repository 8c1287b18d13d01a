"""Programmes whose answers are closed week after week, for the tests of the release rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from services.feedback.domain.release.closing import Closing, close, is_due
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.pending import Pending, start
from services.feedback.domain.release.response import Respondent
from services.feedback.domain.release.schedule import begin
from services.feedback.domain.upstream import Participant
from shared.contracts.vocabulary import Role
from tests.unit.feedback.feedback_facts import NOW, participant, programme

DAY = timedelta(days=1)


def person(number: int, region: str = "emea", band: str = "1-3", role: Role = Role.MENTOR) -> Participant:
    return participant(f"p{number:04}", role, region).changed(grade_band=band)


@dataclass
class Releases:
    """A programme in memory: answers wait, closings make groups."""

    people: int
    chance: Random = field(default_factory=lambda: Random(1))

    def __post_init__(self) -> None:
        self.programme = programme()
        self.now = NOW
        self.schedule = begin(self.programme, people=self.people, now=NOW)
        self.pending: dict[str, Pending] = {}
        self.groups: list[Group] = []
        self.respondents: list[Respondent] = []

    def answer(self, who: Participant, rating: int = 4) -> None:
        waiting = self.pending.get(who.employee_id) or start(who, now=self.now)
        self.pending[who.employee_id] = waiting.with_rating(rating)

    def to_closing(self) -> Closing:
        """Move to the next closing, and close."""
        assert self.schedule.next_at
        self.now = self.schedule.next_at
        return self.close()

    def close(self) -> Closing:
        assert is_due(self.schedule, now=self.now)
        result = close(
            self.schedule,
            self.programme,
            list(self.pending.values()),
            self.groups,
            self.respondents,
            [],
            people=self.people,
            chance=self.chance,
            now=self.now,
        )
        self.schedule = result.schedule
        self.groups += result.groups
        for each in result.closed:
            del self.pending[each.id]
        return result


def lived(people: int, weeks: int, seed: int, answers: Callable[[Participant], int]) -> Releases:
    """Return a programme after some weeks.

    40 percent answer in a week, some more often than others; a fifth join in the first twelve weeks, and
    some leave.
    """
    chance = Random(seed)
    releases = Releases(people, Random(seed + 1))
    everybody = [_somebody(number, chance) for number in range(people)]
    rates = {each.id: chance.betavariate(2, 3) for each in everybody}
    joined = {each.id: chance.randrange(1, 12) if chance.random() < 0.2 else 0 for each in everybody}
    left = {each.id: chance.randrange(weeks) if chance.random() < 0.08 else weeks for each in everybody}
    for week in range(weeks):
        for each in everybody:
            if joined[each.id] <= week < left[each.id] and chance.random() < rates[each.id]:
                releases.answer(each, answers(each))
        releases.now += 7 * DAY
        if is_due(releases.schedule, now=releases.now):
            releases.close()
    return releases


def memberships(groups: Iterable[Group]) -> list[tuple[str, ...]]:
    return [group.people for group in groups]


def _somebody(number: int, chance: Random) -> Participant:
    [region] = chance.choices(("emea", "amer", "apac", "latam"), (0.45, 0.3, 0.17, 0.08))
    [band] = chance.choices(("1-3", "4-6", "7-9"), (0.5, 0.35, 0.15))
    [role] = chance.choices(tuple(Role), (0.6, 0.4))
    return person(number, region, band, role)
