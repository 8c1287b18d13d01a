"""Programmes whose answers are closed week after week, for the tests of the release rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from services.feedback.domain.action import Action, Change, record
from services.feedback.domain.questionnaire import (
    CHECK_IN_USEFULNESS,
    AskedQuestion,
    Attitude,
    item_of,
    latest,
)
from services.feedback.domain.release.closing import Closing, close, is_due
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.membership import Matter, Membership
from services.feedback.domain.release.pending import Pending, start
from services.feedback.domain.release.response import Respondent, new_respondent
from services.feedback.domain.release.schedule import begin
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import ChangeKind, Questionnaire
from shared.contracts.vocabulary import Role
from shared.encryption import SealedText
from tests.unit.feedback.feedback_facts import NOW, participant, programme

DAY = timedelta(days=1)
PULSES = {
    Role.MENTOR: latest(Questionnaire.MENTOR_PULSE),
    Role.MENTEE: latest(Questionnaire.MENTEE_PULSE),
}
PULSE_QUESTIONS = {
    role: [version.asked(item.question) for item in version.items] for role, version in PULSES.items()
}
CLOSING = latest(Questionnaire.CLOSING)
CLOSING_QUESTIONS = {role: [CLOSING.asked(each) for each in CLOSING.questions_for(role)] for role in Role}
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
        self.respondents: dict[str, Respondent] = {}
        self.actions: list[Action] = []
        self.recorded = 0
        self.memberships: list[Membership] = []

    def answer(self, who: Participant, rating: int = 4, asked: AskedQuestion = CHECK_IN_USEFULNESS) -> None:
        waiting = self.pending.get((asked, who.employee_id)) or start(who, asked, now=self.now)
        self.pending[asked, who.employee_id] = waiting.with_answer(rating)

    def count(self, who: Participant, *, answered: bool) -> None:
        """Let a check-in's time be over."""
        waiting = self.respondents.get(who.employee_id) or new_respondent(who)
        self.respondents[who.employee_id] = waiting.counted(answered=answered)

    def record(self, who: Participant, kind: ChangeKind) -> None:
        """Let an executive enter a change into the ledger."""
        change = Change(change_kind=kind, changed_on=self.now.date())
        text = SealedText(key_id="k", sealed="AAAA")
        self.recorded += 1
        self.actions.append(record(who, f"action-{self.recorded}", change, text, now=self.now))

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
            list(self.respondents.values()),
            self.actions,
            self.memberships,
            people=self.by_role,
            chance=self.chance,
            now=self.now,
        )
        self.schedule = result.schedule
        self.groups += result.groups
        self.memberships += result.memberships
        for counted in result.counted:
            del self.respondents[counted.id]
        in_figures = {each.id for each in result.changes}
        self.actions = [each for each in self.actions if each.id not in in_figures]
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
    counted_in: float = 0.95,
) -> Releases:
    """Return a programme after some weeks.

    40 percent answer in a week, some more often than others; a fifth join in the first twelve weeks, and
    some leave. With ``pulse_weeks``, those who answer in such a week answer all questions of a pulse survey
    and the one for the net promoter score, too. Everybody there has a check-in whose time is over with
    probability ``counted_in``, and a third of the executives who answer record a change.
    """
    chance = Random(seed)
    releases = Releases(people, Random(seed + 1))
    others = Random(seed + 2)
    everybody = [_somebody(number, chance) for number in range(people)]
    rates = {each.id: chance.betavariate(2, 3) for each in everybody}
    joined = {each.id: chance.randrange(1, 12) if chance.random() < 0.2 else 0 for each in everybody}
    left = {each.id: chance.randrange(weeks) if chance.random() < 0.08 else weeks for each in everybody}
    for week in range(weeks):
        for each in everybody:
            here = joined[each.id] <= week < left[each.id]
            answered = here and chance.random() < rates[each.id]
            if here and others.random() < counted_in:
                releases.count(each, answered=answered)
            if answered and each.role is Role.MENTEE and others.random() < 1 / 3:
                releases.record(each, others.choice(tuple(ChangeKind)))
            if answered:
                releases.answer(each, answers(each))
                if pulse_weeks and week % pulse_weeks == 0:
                    for asked in (*PULSE_QUESTIONS[each.role], *CLOSING_QUESTIONS[each.role]):
                        releases.answer(each, answers(each), asked)
        releases.now += 7 * DAY
        if is_due(releases.schedule, now=releases.now):
            releases.close()
    return releases


def memberships(groups: Iterable[Group], attitude: Attitude | None = None) -> list[tuple[str, ...]]:
    """Return the people of each group; only of groups about an attitude, if one is given."""
    return [group.people for group in groups if attitude in (None, item_of(group.asked).attitude)]


def counted(releases: Releases, matter: Matter) -> list[tuple[str, ...]]:
    """Return the people of each group of the response rate, or of the action ledger."""
    return [each.people for each in releases.memberships if each.matter is matter]


def _somebody(number: int, chance: Random) -> Participant:
    [region] = chance.choices(("emea", "amer", "apac", "latam"), (0.45, 0.3, 0.17, 0.08))
    [band] = chance.choices(("1-3", "4-6", "7-9"), (0.5, 0.35, 0.15))
    [role] = chance.choices(tuple(Role), (0.6, 0.4))
    return person(number, region, band, role)
