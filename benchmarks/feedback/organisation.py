"""A made-up organisation with a completed programme, stored as enrollment would have it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from benchmarks.pages.people import PROGRAMME, TENANT, employee_of, person_of
from benchmarks.pages.stored import Stored
from services.enrollment.app import SERVICE
from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.store import EFFECT_STUDIES, EMPLOYEES, PARTICIPANTS, PROGRAMMES
from shared.contracts.vocabulary import Role

STARTS_ON: Final = date(2026, 1, 5)
ENDS_ON: Final = date(2026, 12, 31)
EFFECT: Final = 0.08
_REGIONS: Final = ("emea", "americas", "apac", "nordics", "iberia")
_DEPARTMENTS: Final = ("Engineering", "Sales", "Finance", "Legal", "People", "Research", "Support")
_YEAR: Final = timedelta(days=365)


def organisation(people: int, participants: int) -> Iterator[Stored]:
    """Yield the programme, everybody, those who took part, and the study to carry out."""
    plan = ProgrammePlan(
        name="Reverse mentoring",
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        regions=_REGIONS,
        terms_version="1",
    )
    programme, _ = Programme.draft(TENANT, PROGRAMME, plan).open(STARTS_ON)
    yield SERVICE.name, PROGRAMMES, programme
    chance = Random(7)
    for number in range(people):
        takes_part = number < participants
        yield SERVICE.name, EMPLOYEES, _employee(number, chance, takes_part=takes_part)
        if takes_part:
            at = datetime.combine(STARTS_ON, datetime.min.time(), UTC)
            known = person_of(number, Role.MENTOR, lambda *parts: "-".join(map(str, parts)), at)
            yield SERVICE.name, PARTICIPANTS, known.participant
    yield SERVICE.name, EFFECT_STUDIES, EffectStudy.of(programme, ENDS_ON)


def _employee(number: int, chance: Random, *, takes_part: bool) -> Employee:
    """Make somebody; those who take part stay and rise more often, and are of higher grades."""
    grade = chance.choice(range(3 if takes_part else 1, 12))
    hired = STARTS_ON - timedelta(days=chance.randrange(30, 15 * 365))
    first = employee_of(number, Role.MENTOR if takes_part else None).changed(
        grade=grade,
        region=chance.choice(_REGIONS),
        department=chance.choice(_DEPARTMENTS),
        hired_on=hired,
    )
    more = EFFECT if takes_part else 0
    employee = first.following(None, STARTS_ON - _YEAR)
    if chance.random() < 0.12 + more:
        employee = employee.changed(grade=grade + 1).following(employee, STARTS_ON + _YEAR / 2)
    return employee if chance.random() < 0.80 + more else employee.leave(STARTS_ON + _YEAR / 2)
