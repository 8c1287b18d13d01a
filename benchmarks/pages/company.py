"""An organisation of any size in one programme: half of its people teach the other half."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from benchmarks.pages.pairs import Pair, ask, pair_up, waiting_proposal_id
from benchmarks.pages.people import PROGRAMME, SCOPE, TENANT, TERMS, Person, employee_of, person_of, whose
from benchmarks.pages.stored import Stored
from services.console import store as console
from services.console.read_models.people import Programme as ProgrammeRow
from services.enrollment import store as enrollment
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.waitlist import Waitlist
from services.feedback import store as feedback
from services.feedback.domain.upstream import Programme as FeedbackProgramme
from services.matching import store as matching
from services.matching.domain.people.programme import Programme as MatchingProgramme
from services.notification import store as notification
from services.notification.domain.upstream import Programme as NotificationProgramme
from services.scheduling import store as scheduling
from services.scheduling.domain.upstream import Programme as SchedulingProgramme
from shared.contracts.enrollment import AdmissionRules
from shared.contracts.vocabulary import Role
from shared.kernel import keyed_id

_PLACES: Final = 1_000_000
_JOINED: Final = 500_000
"""As many places of a role are taken at most, as the joining of each has counted them."""
NEWCOMERS: Final = 1_000
"""Employees who take no part and look whether they want to."""


@dataclass(frozen=True)
class Company:
    """The organisation; the same for the same arguments.

    Attributes:
        key: of the platform's ids.
        now: when all is stored.
    """

    key: bytes
    now: datetime

    @property
    def _plan(self) -> ProgrammePlan:
        return ProgrammePlan(
            name="Reverse mentoring",
            starts_on=(self.now - timedelta(days=60)).date(),
            ends_on=(self.now + timedelta(days=180)).date(),
            regions=("emea",),
            terms_version=TERMS,
            admission=AdmissionRules(mentor_places=_PLACES, mentee_places=_PLACES),
        )

    @property
    def _in_scheduling(self) -> SchedulingProgramme:
        plan = self._plan
        dates = {"starts_on": plan.starts_on, "ends_on": plan.ends_on}
        return SchedulingProgramme(id=PROGRAMME, **whose(), **dates, rules=plan.rules)

    def programme(self) -> Iterator[Stored]:
        """Yield the programme, and employees who take no part in it."""
        opened, _ = Programme.draft(TENANT, PROGRAMME, self._plan).open(self.now.date())
        plan = self._plan
        dates: dict[str, Any] = {"starts_on": plan.starts_on, "ends_on": plan.ends_on}
        own: dict[str, Any] = {"id": PROGRAMME, "tenant": TENANT, "programme": PROGRAMME}
        yield "enrollment", enrollment.PROGRAMMES, opened
        yield "matching", matching.PROGRAMMES, MatchingProgramme(**own, rules=plan.rules)
        yield "scheduling", scheduling.PROGRAMMES, self._in_scheduling
        yield "feedback", feedback.PROGRAMMES, FeedbackProgramme(**own, **dates, rules=plan.rules)
        row = ProgrammeRow(**own, **dates, regions=plan.regions, rules=plan.rules)
        yield "console", console.PROGRAMMES, row
        days = plan.rules.first_contact_days
        yield "notification", notification.PROGRAMMES, NotificationProgramme(**own, first_contact_days=days)
        for role in Role:
            counted = Waitlist(id=role.value, tenant=TENANT, programme=PROGRAMME)
            yield "enrollment", enrollment.WAITLISTS, counted.counted(_JOINED, opened.plan_version)
        for number in range(NEWCOMERS):
            yield "enrollment", enrollment.EMPLOYEES, employee_of(number, None)

    def pairs(self, numbers: Sequence[int]) -> Iterator[Stored]:
        """Yield all that is stored of these pairs, whose numbers follow each other.

        Each mentor is also proposed to the mentee of the next pair.
        """
        before = self._person(numbers[0] - 1, Role.MENTOR) if numbers[0] else None
        for number in numbers:
            mentor, mentee = self._person(number, Role.MENTOR), self._person(number, Role.MENTEE)
            yield from pair_up(mentor, mentee, self._in_scheduling, self.now)[1]
            if before:
                yield from ask(before, mentee, self.now)
            before = mentor

    def ids_of(self, number: int, role: Role) -> dict[str, str]:
        """Return the ids in the addresses of a participant's pages.

        Not of the first pair, nor of the last.
        """
        mentor, mentee = self._person(number, Role.MENTOR), self._person(number, Role.MENTEE)
        pair, _ = pair_up(mentor, mentee, self._in_scheduling, self.now)
        if role is Role.MENTOR:
            asked = (mentor, self._person(number + 1, Role.MENTEE))
        else:
            asked = (self._person(number - 1, Role.MENTOR), mentee)
        return {
            "pairing_id": pair.activated.pairing_id,
            "check_in_id": pair.check_in_ids[role],
            "module_id": "confidentiality",
            "proposal_id": waiting_proposal_id(*asked, self.now),
            **_sessions(pair),
        }

    def _person(self, number: int, role: Role) -> Person:
        return person_of(number, role, partial(keyed_id, self.key), self.now)


def _sessions(pair: Pair) -> dict[str, str]:
    held, coming, *_ = pair.sessions
    return {"held_id": held.id, "session_id": coming.id}


def company_now() -> datetime:
    """Return the present, in whole milliseconds, as the database keeps time."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


__all__ = ["NEWCOMERS", "SCOPE", "Company", "company_now"]
