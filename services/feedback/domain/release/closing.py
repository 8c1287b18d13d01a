"""A closing: answers that wait become groups, and groups become figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from services.feedback.domain.action import Action
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.blur import blurred_histogram
from services.feedback.domain.release.changes import count_changes, released_changes
from services.feedback.domain.release.figures import figures_of
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.grouping import Block, Waiting, cut
from services.feedback.domain.release.pending import Pending
from services.feedback.domain.release.response import Respondent, response_rate
from services.feedback.domain.release.schedule import Schedule, planned
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import FiguresReleased
from shared.kernel import stable_id


@dataclass(frozen=True)
class Closing:
    """The result of a closing.

    Attributes:
        schedule: with the figures in force and the date of the next closing.
        groups: the new ones.
        closed: the answers that are in one of them now, and wait no longer.
        counted: those who are in the response rate now, and wait no longer.
        changes: the entries of the action ledger that are in the figures now.
        fact: what is published.
    """

    schedule: Schedule
    groups: list[Group]
    closed: list[Pending]
    counted: list[Respondent]
    changes: list[Action]
    fact: FiguresReleased


def is_due(schedule: Schedule, *, now: datetime) -> bool:
    """Return whether it is time to close; a repetition of a closing never is."""
    return schedule.next_at is not None and now >= schedule.next_at


def close(
    schedule: Schedule,
    programme: Programme,
    pending: Sequence[Pending],
    groups: Sequence[Group],
    respondents: Sequence[Respondent],
    actions: Sequence[Action],
    *,
    people: int,
    chance: Random,
    now: datetime,
) -> Closing:
    """Close the answers that wait.

    Args:
        schedule: of the programme.
        programme: its dates bound the closings.
        pending: all answers that wait.
        groups: all groups before.
        respondents: those who wait to be counted in the response rate.
        actions: the entries of the action ledger that are in no figure yet.
        people: how many may answer.
        chance: the operating system's; drawn from once, as the result is stored.
        now: the instant of the closing.
    """
    by_person = {each.id: each for each in pending}
    blocks = _cut(schedule, pending, groups, people=people, now=now)
    new = [_group(schedule, block, by_person, chance, now) for block in blocks]
    window = now - timedelta(weeks=schedule.parameters.window_weeks)
    shown = [group for group in (*groups, *new) if group.closed_at > window]
    figures = figures_of(shown, schedule.parameters)
    response = response_rate(respondents, schedule.parameters, chance)
    changes = count_changes(schedule.changes, actions, schedule.parameters, chance)
    closed = schedule.changed(
        closings=schedule.closings + 1,
        closed_at=now,
        figures=figures,
        response=response,
        changes=changes or schedule.changes,
    )
    following = planned(closed, programme, people=people, now=now)
    return Closing(
        schedule=following,
        groups=new,
        closed=[by_person[person] for block in blocks for person in block.people],
        counted=list(respondents) if response else [],
        changes=list(actions) if changes else [],
        fact=FiguresReleased(
            programme_id=schedule.id,
            closed_at=now,
            next_at=following.next_at,
            figures=figures,
            response=response,
            changes=released_changes(closed.changes, schedule.parameters),
        ),
    )


def _cut(
    schedule: Schedule, pending: Sequence[Pending], groups: Sequence[Group], *, people: int, now: datetime
) -> list[Block]:
    """Cut those who wait into blocks; only names, categories and dates are passed on, no answer."""
    parameters = schedule.parameters
    dimension = parameters.dimension(schedule.closings, people)
    return cut(
        (Waiting(each.id, each.blocks.of(dimension), each.since) for each in pending),
        dimension,
        Audit((group.people for group in groups), parameters.audit_noise),
        smallest=parameters.smallest,
        explained=parameters.explained,
        rest_before=now - timedelta(weeks=parameters.rest_weeks),
    )


def _group(
    schedule: Schedule, block: Block, by_person: dict[str, Pending], chance: Random, now: datetime
) -> Group:
    votes = [by_person[person] for person in block.people]
    part = "rest" if block.rest else block.category
    return Group(
        id=stable_id("group", schedule.programme, schedule.closings, block.dimension, part),
        tenant=schedule.tenant,
        programme=schedule.programme,
        dimension=block.dimension,
        category=block.category,
        rest=block.rest,
        people=block.people,
        closed_at=now,
        usefulness=blurred_histogram((each.vote for each in votes), schedule.parameters.decay, chance),
    )
