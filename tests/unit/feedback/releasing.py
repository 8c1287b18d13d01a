"""Programmes whose answers are closed week after week, for the tests of the release rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from services.feedback.domain.action import Action, Change, record
from services.feedback.domain.items import AskedQuestion, Attitude, OwnItem
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS, item_of, latest
from services.feedback.domain.release.audit import Audit, JointAudit
from services.feedback.domain.release.ballots import Ballots
from services.feedback.domain.release.closing import conclude
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.membership import Matter, Membership
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.pending import Pending, start
from services.feedback.domain.release.response import Respondent, attendance, attendances, new_respondent
from services.feedback.domain.release.schedule import begin
from services.feedback.domain.release.taking import begin_closing, collector, next_question, take
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import ChangeKind, Dimension, FiguresReleased, Questionnaire
from shared.contracts.vocabulary import Role
from shared.encryption import SealedText
from tests.unit.feedback.feedback_facts import NOW, participant, programme

DAY = timedelta(days=1)
PLACES = ("office", "online", "walk", "site", "other")
PARAMETERS = Parameters()
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


def own(
    question: str = "ease", role: Role = Role.MENTOR, version: int = 1, options: tuple[str, ...] = ()
) -> AskedQuestion:
    """Return a question of the programme's own: a scale from 1 to 5, or a choice."""
    return AskedQuestion(
        questionnaire=Questionnaire.OWN_CHECK_IN,
        questionnaire_version=version,
        question=question,
        own=OwnItem(role=role, low=1, high=len(options) or 5, options=options),
    )


def person(number: int, region: str = "emea", band: str = "1-3", role: Role = Role.MENTOR) -> Participant:
    return participant(f"p{number:04}", role, region).changed(grade_band=band)


@dataclass(frozen=True)
class Closed:
    """The groups of a closing, and what it published."""

    groups: list[Group]
    fact: FiguresReleased


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
        waiting = self.pending.get((asked, who.employee_id)) or start(who, asked, 0, now=self.now)
        self.pending[asked, who.employee_id] = waiting.with_answer(rating)

    def count(self, who: Participant, *, answered: bool) -> None:
        """Let a check-in's time be over."""
        waiting = self.respondents.get(who.employee_id) or new_respondent(who, 0)
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

    def to_closing(self) -> Closed:
        """Move to the next closing, and close."""
        assert self.schedule.next_at
        self.now = self.schedule.next_at
        return self.close()

    def close(self) -> Closed:
        assert self.schedule.is_due(now=self.now)
        since: dict[AskedQuestion, datetime] = {}
        for each in self.pending.values():
            since[each.asked] = min(each.since, since.get(each.asked, each.since))
        self.schedule = begin_closing(self.schedule, since, self.by_role, now=self.now)
        groups = []
        while (turn := next_question(self.schedule.underway))[0]:
            asked, underway = turn
            audit = JointAudit(
                Audit(memberships(self.groups, attitude), PARAMETERS.audit_noise)
                for attitude in item_of(asked).attitudes
            )
            ballots = self.ballots(asked, underway.dimension)
            underway, new = take(self.schedule, underway, asked, ballots, audit, self.chance)
            self.schedule = self.schedule.changed(underway=underway)
            groups += new
            self.groups += new
        return self._conclude(groups)

    def ballots(self, asked: AskedQuestion, dimension: Dimension) -> Ballots:
        """Return the answers to a question that wait."""
        collected = collector(self.schedule.underway, PARAMETERS, asked)
        own = [each for each in self.pending.values() if each.asked == asked]
        collected.add(each.waiting(dimension) for each in own)
        return collected.collected()

    def _conclude(self, groups: list[Group]) -> Closed:
        attended = attendances()
        attended.add(
            attendance(each.employee_id, each.times_asked, each.times_answered)
            for each in self.respondents.values()
        )
        result = conclude(
            self.schedule,
            self.schedule.underway,
            self.programme,
            [group.counts for group in self.groups],
            attended.collected(),
            self.actions,
            {matter: Audit(counted(self, matter), PARAMETERS.audit_noise) for matter in Matter},
            chance=self.chance,
        )
        self.schedule = result.schedule
        self.memberships += result.memberships
        if result.fact.response:
            self.respondents.clear()
        in_figures = {each.id for each in result.changes}
        self.actions = [each for each in self.actions if each.id not in in_figures]
        for group in groups:
            for who in group.people:
                del self.pending[group.asked, who]
        return Closed(groups, result.fact)


def lived(
    people: int,
    weeks: int,
    seed: int,
    answers: Callable[[Participant], int],
    *,
    pulse_weeks: int | None = None,
    counted_in: float = 0.95,
    own_questions: bool = False,
) -> Releases:
    """Return a programme after some weeks.

    40 percent answer in a week, some more often than others; a fifth join in the first twelve weeks, and
    some leave. With ``pulse_weeks``, those who answer in such a week answer all questions of a pulse survey
    and the one for the net promoter score, too. Everybody there has a check-in whose time is over with
    probability ``counted_in``, and a third of the executives who answer record a change. With
    ``own_questions``, two of these are in each check-in; halfway they get a version more.
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
                surveyed = bool(pulse_weeks and week % pulse_weeks == 0)
                version = 1 + (week >= weeks // 2) if own_questions else 0
                for asked in _questions(each.role, version, surveyed=surveyed):
                    releases.answer(each, answers(each), asked)
        releases.now += 7 * DAY
        if releases.schedule.is_due(now=releases.now):
            releases.close()
    return releases


def _questions(role: Role, own_version: int, *, surveyed: bool) -> list[AskedQuestion]:
    asked = [CHECK_IN_USEFULNESS]
    if surveyed:
        asked += [*PULSE_QUESTIONS[role], *CLOSING_QUESTIONS[role]]
    if own_version:
        asked += [own("ease", role, own_version), own("place", role, own_version, PLACES)]
    return asked


def memberships(groups: Iterable[Group], attitude: Attitude | None = None) -> list[tuple[str, ...]]:
    """Return the people of each group; only of groups that may be about an attitude, if one is given."""
    return [
        group.people for group in groups if attitude is None or attitude in item_of(group.asked).attitudes
    ]


def counted(releases: Releases, matter: Matter) -> list[tuple[str, ...]]:
    """Return the people of each group of the response rate, or of the action ledger."""
    return [each.people for each in releases.memberships if each.matter is matter]


def _somebody(number: int, chance: Random) -> Participant:
    [region] = chance.choices(("emea", "amer", "apac", "latam"), (0.45, 0.3, 0.17, 0.08))
    [band] = chance.choices(("1-3", "4-6", "7-9"), (0.5, 0.35, 0.15))
    [role] = chance.choices(tuple(Role), (0.6, 0.4))
    return person(number, region, band, role)
