"""A programme whose answers wait for their release, stored as feedback would have them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from benchmarks.pages.people import PROGRAMME, whose
from benchmarks.pages.stored import Stored
from services.feedback import store
from services.feedback.app import SERVICE
from services.feedback.domain.check_in import request
from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS, latest
from services.feedback.domain.release import schedule
from services.feedback.domain.release.pending import start
from services.feedback.domain.release.response import new_respondent
from services.feedback.domain.upstream import Participant, Programme, Standing
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Questionnaire
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role

ANSWERS_OF_PERSON: Final = 10
"""Four about sessions, and two each to the three questions of a pulse survey."""
_SESSIONS, _SURVEYS = 4, 2
_WEEKS: Final = timedelta(weeks=2)
_LEVELS: Final = (0.04, 0.08, 0.18, 0.40, 0.30)
_PULSES: Final = {Role.MENTOR: Questionnaire.MENTOR_PULSE, Role.MENTEE: Questionnaire.MENTEE_PULSE}


def participant(number: int) -> Participant:
    """Return one of those who take part; every second is a mentor."""
    chance = Random(number)
    role = tuple(Role)[number % 2]
    [region] = chance.choices(("emea", "americas", "apac", "nordics"), (0.45, 0.3, 0.17, 0.08))
    [band] = chance.choices(("1-3", "4-6", "7-9"), (0.5, 0.35, 0.15))
    return Participant(
        id=f"participant-{number}",
        **whose() | {"region": region},
        employee_id=f"employee-{number}",
        role=role,
        standing=Standing.READY,
        line=(),
        grade_band=band,
    )


def programme_with_answers(pairings: int, now: datetime) -> Iterator[Stored]:
    """Yield the programme, everybody, and all that they have answered since the last closing."""
    began = now - _WEEKS
    programme = Programme(
        id=PROGRAMME,
        **whose(),
        starts_on=(began - _WEEKS).date(),
        ends_on=(now + 12 * _WEEKS).date(),
        rules=ProgrammeRules(),
    )
    yield SERVICE.name, store.PROGRAMMES, programme
    yield SERVICE.name, store.SCHEDULES, schedule.begin(programme, people=2 * pairings, now=began)
    chance = Random(7)
    for number in range(2 * pairings):
        person = participant(number)
        yield SERVICE.name, store.PARTICIPANTS, person
        yield from _answers(person, began, chance)


def check_ins(people: int, now: datetime) -> Iterator[Stored]:
    """Yield check-ins that the first participants can answer."""
    for number in range(people):
        person, times = participant(number), {"starts_at": now - timedelta(hours=1), "ends_at": now}
        held = SessionHeld(session_id=f"session-{number}", **_pairing(number), number=2, **times)
        yield SERVICE.name, store.CHECK_INS, request(held, person, days=5, now=now)[0]


def _answers(person: Participant, began: datetime, chance: Random) -> Iterator[Stored]:
    pulse = latest(_PULSES[person.role])
    asked: dict[AskedQuestion, int] = {CHECK_IN_USEFULNESS: _SESSIONS}
    asked |= dict.fromkeys(map(pulse.asked, pulse.questions_for(person.role)), _SURVEYS)
    respondent = new_respondent(person, 0)
    for question, times in asked.items():
        waiting = start(person, question, 0, now=began + timedelta(seconds=chance.randrange(600_000)))
        for level in chance.choices(range(1, 6), _LEVELS, k=times):
            waiting = waiting.with_answer(level)
        yield SERVICE.name, store.PENDING, waiting
    for _ in range(_SESSIONS + 1):
        respondent = respondent.counted(answered=chance.random() < _SESSIONS / (_SESSIONS + 1))
    yield SERVICE.name, store.RESPONDENTS, respondent


def _pairing(number: int) -> dict[str, Any]:
    first = number - number % 2
    own = {"pairing_id": f"pairing-{first // 2}"}
    return own | {"mentor_id": f"participant-{first}", "mentee_id": f"participant-{first + 1}"}
