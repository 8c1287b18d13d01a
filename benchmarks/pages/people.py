"""One participant of the company, as each service stores them once they are ready."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from benchmarks.pages.stored import Stored
from services.console import store as console
from services.console.read_models.people import Person as ConsolePerson
from services.enrollment import store as enrollment
from services.enrollment.domain.assessment import AssessmentResult, CommunicationStyle, score
from services.enrollment.domain.consent import Consent
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.instruments import INSTRUMENTS
from services.enrollment.domain.participant import (
    Participant,
    enrol,
    participant_ids,
)
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.training import MODULES, required_of
from services.feedback import store as feedback
from services.feedback.domain.upstream import Participant as FeedbackParticipant
from services.feedback.domain.upstream import Standing
from services.matching import store as matching
from services.matching.domain.people.person import Person as MatchingPerson
from services.notification import store as notification
from services.notification.domain.upstream import Participant as NotificationParticipant
from services.scheduling import store as scheduling
from services.scheduling.domain.upstream import Participant as SchedulingParticipant
from shared.contracts.enrollment import MatchingProfile, ProgrammeRules
from shared.contracts.measures import grade_band
from shared.contracts.vocabulary import Language, Role, TopicLevel
from shared.kernel import MakeId, Scope

TENANT: Final = "acme"
PROGRAMME: Final = "bench"
SCOPE: Final = Scope(tenant=TENANT, programme=PROGRAMME, region="emea")
TERMS: Final = "2026-1"
_JOINED: Final = timedelta(days=50)
_STYLE: Final = CommunicationStyle(pace=3, directness=3, formality=3)
_WISHES: Final = Preferences(capacity=2)


def whose() -> dict[str, Any]:
    """Return the scope of what belongs to the programme, as fields of an aggregate."""
    return SCOPE.model_dump()


def _answers(role: Role) -> AssessmentResult:
    instrument = INSTRUMENTS[role]
    answers = {item.id: item.options[0].id for item in instrument.items}
    return score(instrument, instrument.version, answers, _STYLE)


_RESULTS: Final = {role: _answers(role) for role in Role}


def employee_of(number: int, role: Role | None) -> Employee:
    """Return an employee; those without a role take no part."""
    kind = role.value if role else "newcomer"
    return Employee(
        id=f"{kind}-{number}",
        tenant=TENANT,
        region="emea",
        name=f"Ada Example {kind} {number}",
        email=f"{kind}-{number}@example.com",
        grade=3 if role is Role.MENTOR else 10,
        manager_id=None,
        department=("Finance", "Sales", "Engineering")[number % 3],
        team=f"team-{number // 8}",
        time_zone="Europe/Berlin",
        languages=(Language(code="en", level=5), Language(code="de", level=3)),
        skills=(TopicLevel(topic="ai-prompting", level=2),),
        hired_on=date(2015, 1, 1),
        born_year=1980,
    )


@dataclass(frozen=True)
class Person:
    """A participant who is ready, with the facts that other services know."""

    employee: Employee
    participant: Participant
    profile: MatchingProfile

    @property
    def id(self) -> str:
        """The participant's id."""
        return self.participant.id

    @property
    def role(self) -> Role:
        """Mentor or mentee."""
        return self.participant.role

    def in_matching(self) -> MatchingPerson:
        """Return the copy of matching, which proposals are made of."""
        ready_at = self.participant.ready_at or self.participant.enrolled_at
        return MatchingPerson(id=self.id, **whose(), profile=self.profile, ready_at=ready_at)

    def in_scheduling(self) -> SchedulingParticipant:
        """Return the copy of scheduling, which series are made of."""
        hours = self.profile.working_hours
        own: dict[str, Any] = {"id": self.id, "employee_id": self.employee.id, "role": self.role}
        return SchedulingParticipant(**own, **whose(), working_hours=hours)

    def in_feedback(self) -> FeedbackParticipant:
        """Return the copy of feedback, which check-ins are made of."""
        return FeedbackParticipant(
            id=self.id,
            **whose(),
            employee_id=self.employee.id,
            role=self.role,
            standing=Standing.READY,
            line=(),
            grade_band=grade_band(self.employee.grade),
        )

    def stored(self, pairing_id: str, partner_id: str) -> Iterator[Stored]:
        """Yield all that is stored of a participant with one active pairing."""
        joined = ConsolePerson(id=self.id, **whose()).enrolled(
            self.employee.id, self.role, "emea", self.participant.enrolled_at
        )
        paired = {"active_pairings": (pairing_id,), "together": (partner_id,)}
        yield "enrollment", enrollment.EMPLOYEES, self.employee
        yield "enrollment", enrollment.PARTICIPANTS, self.participant
        yield "matching", matching.PEOPLE, self.in_matching().changed(**paired)
        yield "scheduling", scheduling.PARTICIPANTS, self.in_scheduling()
        yield "feedback", feedback.PARTICIPANTS, self.in_feedback()
        yield "console", console.PEOPLE, joined.ready(self.profile).paired(pairing_id)
        noted = NotificationParticipant(id=self.id, employee_id=self.employee.id, **whose())
        yield "notification", notification.PARTICIPANTS, noted


def person_of(number: int, role: Role, make_id: MakeId, now: datetime) -> Person:
    """Let an employee join and get ready, as enrollment does it."""
    employee, joined = employee_of(number, role), now - _JOINED
    id_ = participant_ids(make_id, SCOPE, employee.id)[role]
    consent = Consent(terms_version=TERMS, given_at=joined, given_by=employee.id)
    training = required_of(role, ProgrammeRules().training)
    enrolled, _ = enrol(id_, employee, PROGRAMME, role, _WISHES, consent, training)
    person, _ = enrolled.assess(_RESULTS[role])
    for module in training:
        person, _ = person.train(MODULES[module], employee.id, joined)
    ready, _ = person.settle(employee, (), joined)
    if ready.profile is None:
        raise ValueError("nobody is matched without a profile")
    return Person(employee, ready, ready.profile)
