"""Programmes whose answers are closed week after week, for the tests of the release rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from services.feedback.domain.questionnaire import (
    CHECK_IN_USEFULNESS,
    AskedQuestion,
    Attitude,
    item_of,
    latest,
)
from services.feedback.domain.release.closing import Closing, close, is_due
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.pending import Pending, start
from services.feedback.domain.release.response import Respondent
from services.feedback.domain.release.schedule import begin
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import Questionnaire
from shared.contracts.vocabulary import Role
from tests.unit.feedback.feedback_facts import NOW, participant, programme

DAY = timedelta(days=1)
PULSES = {
    Role.MENTOR: latest(Questionnaire.MENTOR_PULSE),
    Role.MENTEE: latest(Questionnaire.MENTEE_PULSE),
}
PULSE_QUESTIONS = {
    role: [version.asked(item.question) for item in version.items] for role, version in PULSES.items()
}
RECOMMEND = latest(Questionnaire.RECOMMENDATION).asked(latest(Questionnaire.RECOMMENDATION).items[0].question)


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
        self.pending: dict[tuple[AskedQuestion, str], Pending] = {}
        self.groups: list[Group] = []
        self.respondents: list[Respondent] = []

    def answer(self, who: Participant, rating: int = 4, asked: AskedQuestion = CHECK_IN_USEFULNESS) -> None:
        waiting = self.pending.get((asked, who.employee_id)) or start(who, asked, now=self.now)
        self.pending[asked, who.employee_id] = waiting.with_answer(rating)

    @property
    def by_role(self) -> Mapping[Role, int]:
        return {Role.MENTOR: self.people - self.people // 2, Role.MENTEE: self.people // 2}

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
            people=self.by_role,
            chance=self.chance,
            now=self.now,
        )
        self.schedule = result.schedule
        self.groups += result.groups
        for each in result.closed:
            del self.pending[each.asked, each.employee_id]
        return result


def lived(
    people: int,
    weeks: int,
    seed: int,
    answers: Callable[[Participant], int],
    *,
    pulse_weeks: int | None = None,
) -> Releases:
    """Return a programme after some weeks.

    40 percent answer in a week, some more often than others; a fifth join in the first twelve weeks, and
    some leave. With ``pulse_weeks``, those who answer in such a week answer all questions of a pulse survey
    and the one for the net promoter score, too.
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
                if pulse_weeks and week % pulse_weeks == 0:
                    for asked in (*PULSE_QUESTIONS[each.role], RECOMMEND):
                        releases.answer(each, answers(each), asked)
        releases.now += 7 * DAY
        if is_due(releases.schedule, now=releases.now):
            releases.close()
    return releases


def memberships(groups: Iterable[Group], attitude: Attitude | None = None) -> list[tuple[str, ...]]:
    """Return the people of each group; only of groups about an attitude, if one is given."""
    return [group.people for group in groups if attitude in (None, item_of(group.asked).attitude)]


def _somebody(number: int, chance: Random) -> Participant:
    [region] = chance.choices(("emea", "amer", "apac", "latam"), (0.45, 0.3, 0.17, 0.08))
    [band] = chance.choices(("1-3", "4-6", "7-9"), (0.5, 0.35, 0.15))
    [role] = chance.choices(tuple(Role), (0.6, 0.4))
    return person(number, region, band, role)
