"""Collect answers, and close them when it is time."""

from datetime import datetime
from secrets import SystemRandom

from services.feedback.domain.check_in import CheckIn, CheckInState
from services.feedback.domain.final_report import FinalReport, brings_more, is_final
from services.feedback.domain.questionnaire import AskedQuestion
from services.feedback.domain.release import closing, pending, schedule
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.response import new_respondent
from services.feedback.domain.release.schedule import Schedule
from services.feedback.domain.upstream import Participant, Programme, Standing
from services.feedback.store import (
    ACTIONS,
    FINAL_REPORTS,
    GROUPS,
    MEMBERSHIPS,
    PARTICIPANTS,
    PENDING,
    RESPONDENTS,
    SCHEDULES,
)
from shared.contracts.feedback import FiguresDue
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


async def begin_schedule(uow: UnitOfWork, programme: Programme) -> Schedule:
    """Fix the parameters of a programme before its first participant is asked, and return its closings."""
    begun = await uow.get(SCHEDULES, programme.id)
    if begun is None:
        begun = schedule.begin(programme, people=await _count_all(uow), now=uow.now)
        _plan(uow, uow.save(SCHEDULES, begun))
    return begun


async def plan_again(uow: UnitOfWork, programme: Programme) -> None:
    """Plan a closing if the programme now lasts longer than its closings did."""
    begun = await uow.get(SCHEDULES, programme.id)
    if begun and begun.next_at is None:
        people = await _count_all(uow)
        _plan(uow, uow.save(SCHEDULES, schedule.planned(begun, programme, people=people, now=uow.now)))


async def collect(uow: UnitOfWork, person: Participant, asked: AskedQuestion, answer: int) -> None:
    """Let an answer to a question wait for the next closing."""
    id_ = pending.pending_id(person.programme, person.employee_id, asked)
    waiting = await uow.get(PENDING, id_) or pending.start(person, asked, now=uow.now)
    uow.save(PENDING, waiting.with_answer(answer))


async def count_check_in(uow: UnitOfWork, check_in: CheckIn) -> None:
    """Count a check-in whose time is over; not of a person who has left and could not answer it."""
    person = await uow.require(PARTICIPANTS, check_in.participant_id)
    if person.standing is not Standing.WITHDRAWN:
        waiting = await uow.get(RESPONDENTS, person.employee_id) or new_respondent(person)
        answered = check_in.state is CheckInState.ANSWERED
        uow.save(RESPONDENTS, waiting.counted(answered=answered))


async def close_answers(uow: UnitOfWork, due: Schedule, programme: Programme, *, now: datetime) -> None:
    """Close the answers that wait, in one transaction: groups, noise and figures are stored together or not.

    Two closings at the same time conflict in the schedule; the one that is repeated finds nothing to do.
    """
    waiting = await uow.find(PENDING, sort=[("id", 1)])
    result = closing.close(
        due,
        programme,
        waiting,
        await _all_groups(uow),
        await uow.find(RESPONDENTS, sort=[("id", 1)]),
        await uow.find(ACTIONS, {"in_figures": False}, sort=[("id", 1)]),
        await uow.find(MEMBERSHIPS, sort=[("closed_at", 1), ("id", 1)]),
        people=await count_people(uow),
        chance=SystemRandom(),
        now=now,
    )
    for group in result.groups:
        uow.save(GROUPS, group)
    for each in result.closed:
        uow.delete(PENDING, each)
    for respondent in result.counted:
        uow.delete(RESPONDENTS, respondent)
    for action in result.changes:
        uow.save(ACTIONS, action.changed(in_figures=True))
    for members in result.memberships:
        uow.save(MEMBERSHIPS, members)
    _plan(uow, uow.save(SCHEDULES, result.schedule, result.fact))
    closed = {each.id for each in result.closed}
    left = (each for each in waiting if each.id not in closed)
    more_to_come = brings_more(result.groups, left, due.parameters)
    await report_if_final(uow, programme, result.schedule, more_to_come=more_to_come)


async def report_if_final(
    uow: UnitOfWork, programme: Programme, in_force: Schedule | None, *, more_to_come: bool = False
) -> None:
    """Publish the final figures of a completed programme, once."""
    final = is_final(programme, in_force, more_to_come=more_to_come)
    if final and await uow.get(FINAL_REPORTS, programme.id) is None:
        report, fact = FinalReport.of(programme, in_force, await _all_groups(uow))
        uow.save(FINAL_REPORTS, report, fact)


async def _all_groups(uow: UnitOfWork) -> list[Group]:
    return await uow.find(GROUPS, sort=[("closed_at", 1), ("id", 1)])


async def count_people(uow: UnitOfWork) -> dict[Role, int]:
    """Return how many may answer, by role."""
    here = {"standing": {"$ne": Standing.WITHDRAWN.value}}
    return {role: await uow.count(PARTICIPANTS, {**here, "role": role.value}) for role in Role}


async def _count_all(uow: UnitOfWork) -> int:
    return sum((await count_people(uow)).values())


def _plan(uow: UnitOfWork, planned: Schedule) -> None:
    if planned.next_at:
        uow.schedule(FiguresDue(programme_id=planned.id), planned.next_at)
