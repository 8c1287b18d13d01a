"""Close answers when it is time: groups are made, figures released, and the answers in groups deleted.

Few answers are closed in one transaction. With many, each transaction takes a question, lets some ratings
count or deletes some answers, and a timer brings the next: none lasts long, and one that is repeated draws no
other noise. No answer of the batch changes meanwhile (see `BEFORE_CLOSING`).
"""

import asyncio
from datetime import datetime
from secrets import SystemRandom
from typing import Final

from services.feedback.commands import deleting, learning
from services.feedback.commands.collecting import plan_closing
from services.feedback.domain.final_report import FinalReport, brings_more, is_final
from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.release.closing import conclude
from services.feedback.domain.release.group import GroupCounts
from services.feedback.domain.release.membership import Matter
from services.feedback.domain.release.schedule import Schedule, Underway
from services.feedback.domain.release.taking import begin_closing, next_question, take
from services.feedback.domain.upstream import Programme
from services.feedback.queries.participants import count_people
from services.feedback.queries.ratings import next_batch
from services.feedback.queries.released import all_counts, audit_of_matter, audit_of_question
from services.feedback.queries.waiting import ballots_of, count_waiting, first_answers, respondents_of
from services.feedback.store import (
    ACTIONS,
    FINAL_REPORTS,
    GROUPS,
    MEMBERSHIPS,
    SCHEDULES,
)
from shared.contracts.feedback import FiguresDue
from shared.messaging import UnitOfWork

AT_ONCE: Final = 20_000
"""Answers that a transaction reads; a question's are read together, however many there are."""


async def close_answers(uow: UnitOfWork, due: Schedule, programme: Programme, *, now: datetime) -> None:
    """Close the answers that wait, or go on with it; a closing that has taken place is not repeated.

    Two closings at the same time conflict in the schedule; the one that is repeated goes on after the other.
    """
    schedule, taken = due, 0.0
    while taken < 1 and _is_unfinished(schedule, now):
        schedule, share = await _step(uow, schedule, programme, now)
        taken += share
    if schedule is due:
        return
    schedule = uow.save(SCHEDULES, schedule.changed(steps=schedule.steps + 1))
    if _is_unfinished(schedule, now):
        uow.schedule(FiguresDue(programme_id=schedule.id), now, name=f"step-{schedule.steps}")


def _is_unfinished(schedule: Schedule, now: datetime) -> bool:
    return bool(schedule.learning or schedule.to_delete) or schedule.is_due(now=now)


async def _step(
    uow: UnitOfWork, schedule: Schedule, programme: Programme, now: datetime
) -> tuple[Schedule, float]:
    """Do a part of a closing; return which share of a transaction it takes, too."""
    if schedule.underway is None and schedule.learning:
        batch, counted = await learning.count_some(uow, schedule.learning)
        return schedule.changed(learning=batch), counted / learning.AT_ONCE
    if schedule.underway is None and schedule.to_delete:
        rest, deleted = await deleting.delete_some(uow, schedule)
        return rest, deleted / deleting.AT_ONCE
    if schedule.underway is None:
        since = await first_answers(uow, schedule.closings)
        return begin_closing(schedule, since, await count_people(uow), now=now), 0
    asked, underway = next_question(schedule.underway)
    if asked is None:
        return await _conclude(uow, schedule, underway, programme)
    return await _take(uow, schedule, underway, asked)


async def _take(
    uow: UnitOfWork, schedule: Schedule, underway: Underway, asked: AskedQuestion
) -> tuple[Schedule, float]:
    """Make the groups of a question."""
    ballots = await ballots_of(uow, schedule, underway, asked)
    audit = await audit_of_question(uow, asked, schedule.parameters)
    underway, groups = await asyncio.to_thread(
        take, schedule, underway, asked, ballots, audit, SystemRandom()
    )
    for group in groups:
        uow.save(GROUPS, group)
    to_delete = (*schedule.to_delete, *(group.id for group in groups))
    return schedule.changed(underway=underway, to_delete=to_delete), len(ballots) / AT_ONCE


async def _conclude(
    uow: UnitOfWork, schedule: Schedule, underway: Underway, programme: Programme
) -> tuple[Schedule, float]:
    """Release the figures."""
    groups = await all_counts(uow)
    respondents = await respondents_of(uow, schedule.closings)
    audits = {matter: await audit_of_matter(uow, matter, schedule.parameters) for matter in Matter}
    actions = await uow.find(ACTIONS, {"in_figures": False}, sort=[("id", 1)])
    result = await asyncio.to_thread(
        conclude,
        schedule,
        underway,
        programme,
        groups,
        respondents,
        actions,
        audits,
        chance=SystemRandom(),
    )
    for action in result.changes:
        uow.save(ACTIONS, action.changed(in_figures=True))
    for members in result.memberships:
        uow.save(MEMBERSHIPS, members)
    counted = [each.id for each in result.memberships if each.matter is Matter.RESPONSE]
    released = result.schedule.changed(
        to_delete=(*schedule.to_delete, *counted), learning=await next_batch(uow)
    )
    saved = uow.save(SCHEDULES, released, result.fact)
    plan_closing(uow, saved)
    made = [each for each in groups if each.closed_at == underway.at]
    more = programme.completed_at is not None and await _brings_more(uow, saved, made)
    await report_if_final(uow, programme, saved, more_to_come=more)
    return saved, len(respondents) / AT_ONCE


async def _brings_more(uow: UnitOfWork, schedule: Schedule, made: list[GroupCounts]) -> bool:
    left = await count_waiting(uow)
    for each in made:
        left[each.asked] -= each.votes
    return brings_more((each.asked for each in made), left, schedule.parameters)


async def report_if_final(
    uow: UnitOfWork, programme: Programme, in_force: Schedule | None, *, more_to_come: bool = False
) -> None:
    """Publish the final figures of a completed programme, once."""
    final = is_final(programme, in_force, more_to_come=more_to_come)
    if final and await uow.get(FINAL_REPORTS, programme.id) is None:
        report, fact = FinalReport.of(programme, in_force, await all_counts(uow))
        uow.save(FINAL_REPORTS, report, fact)
