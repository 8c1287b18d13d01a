"""Collect answers until they are closed."""

from services.feedback.domain.check_in import CheckIn, CheckInState
from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.release import pending, schedule
from services.feedback.domain.release.response import new_respondent, respondent_id
from services.feedback.domain.release.schedule import Schedule, batch_at
from services.feedback.domain.upstream import Participant, Programme, Standing
from services.feedback.queries.participants import count_people
from services.feedback.store import PARTICIPANTS, PENDING, RESPONDENTS, SCHEDULES
from shared.contracts.feedback import FiguresDue
from shared.messaging import UnitOfWork


async def begin_schedule(uow: UnitOfWork, programme: Programme) -> Schedule:
    """Fix the parameters of a programme before its first participant is asked, and return its closings."""
    begun = await uow.get(SCHEDULES, programme.id)
    if begun is None:
        begun = schedule.begin(programme, people=sum((await count_people(uow)).values()), now=uow.now)
        plan_closing(uow, uow.save(SCHEDULES, begun))
    return begun


async def plan_again(uow: UnitOfWork, programme: Programme) -> None:
    """Plan a closing if the programme now lasts longer than its closings did."""
    begun = await uow.get(SCHEDULES, programme.id)
    if begun and begun.next_at is None:
        people = sum((await count_people(uow)).values())
        plan_closing(uow, uow.save(SCHEDULES, begun.planned(programme, people=people, now=uow.now)))


def plan_closing(uow: UnitOfWork, planned: Schedule) -> None:
    """Set the timer of the next closing, if there is one."""
    if planned.next_at:
        uow.schedule(FiguresDue(programme_id=planned.id), planned.next_at)


async def collect(uow: UnitOfWork, person: Participant, asked: AskedQuestion, answer: int) -> None:
    """Let an answer to a question wait for a closing: the next one, unless that is a matter of minutes."""
    batch = await _batch(uow, person)
    id_ = pending.pending_id(person.programme, person.employee_id, asked, batch)
    waiting = await uow.get(PENDING, id_) or pending.start(person, asked, batch, now=uow.now)
    uow.save(PENDING, waiting.with_answer(answer))


async def count_check_in(uow: UnitOfWork, check_in: CheckIn) -> None:
    """Count a check-in whose time is over; not of a person who has left and could not answer it."""
    person = await uow.require(PARTICIPANTS, check_in.participant_id)
    if person.standing is not Standing.WITHDRAWN:
        batch = await _batch(uow, person)
        id_ = respondent_id(person.programme, person.employee_id, batch)
        waiting = await uow.get(RESPONDENTS, id_) or new_respondent(person, batch)
        answered = check_in.state is CheckInState.ANSWERED
        uow.save(RESPONDENTS, waiting.counted(answered=answered))


async def _batch(uow: UnitOfWork, person: Participant) -> int:
    return batch_at(await uow.get(SCHEDULES, person.programme), now=uow.now)
