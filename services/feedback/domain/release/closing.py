"""A closing: answers that wait become groups, and groups become figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from services.feedback.domain.action import Action
from services.feedback.domain.questionnaire import AskedQuestion, item_of
from services.feedback.domain.release.batch import take
from services.feedback.domain.release.blur import blurred_histogram
from services.feedback.domain.release.changes import count_changes, released_changes
from services.feedback.domain.release.figures import figures_of, recommendations_of
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.grouping import Block
from services.feedback.domain.release.membership import Matter, Membership, audit_of, membership
from services.feedback.domain.release.pending import Pending
from services.feedback.domain.release.response import Respondent, response_rate
from services.feedback.domain.release.schedule import Schedule, planned
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import FiguresReleased, Questionnaire
from shared.contracts.vocabulary import Role
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
        memberships: who is in these two.
        fact: what is published.
    """

    schedule: Schedule
    groups: list[Group]
    closed: list[Pending]
    counted: list[Respondent]
    changes: list[Action]
    memberships: list[Membership]
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
    memberships: Sequence[Membership],
    *,
    people: Mapping[Role, int],
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
        memberships: who was in the response rate and in the ledger's figures before.
        people: how many may answer, by role.
        chance: the operating system's; drawn from once, as the result is stored.
        now: the instant of the closing.
    """
    size = sum(people.values())
    dimension = schedule.parameters.dimension(schedule.closings, size)
    waiting = {(each.asked, each.employee_id): each for each in pending}
    taken = [
        (asked, block)
        for asked, blocks in take(pending, groups, schedule.parameters, dimension, people=people, now=now)
        for block in blocks
    ]
    closed = [[waiting[asked, person] for person in block.people] for asked, block in taken]
    new = [
        _group(schedule, asked, block, [each.vote for each in votes], chance, now)
        for (asked, block), votes in zip(taken, closed, strict=True)
    ]
    window = now - timedelta(weeks=schedule.parameters.window_weeks)
    shown = [group for group in (*groups, *new) if group.closed_at > window or _is_kept(group)]
    figures = figures_of(shown, schedule.parameters)
    recommendations = recommendations_of(shown, schedule.parameters)
    audits = {matter: audit_of(matter, memberships, schedule.parameters) for matter in Matter}
    response = response_rate(respondents, audits[Matter.RESPONSE], schedule.parameters, chance)
    changes = count_changes(schedule.changes, actions, audits[Matter.LEDGER], schedule.parameters, chance)
    counted = list(respondents) if response else []
    entries = list(actions) if changes else []
    changed = schedule.changed(
        closings=schedule.closings + 1,
        closed_at=now,
        figures=figures,
        recommendations=recommendations,
        response=response,
        changes=changes or schedule.changes,
    )
    following = planned(changed, programme, people=size, now=now)
    return Closing(
        schedule=following,
        groups=new,
        closed=[each for votes in closed for each in votes],
        counted=counted,
        changes=entries,
        memberships=_memberships(schedule, counted, entries, now),
        fact=FiguresReleased(
            programme_id=schedule.id,
            closed_at=now,
            next_at=following.next_at,
            figures=figures,
            recommendations=recommendations,
            response=response,
            changes=released_changes(changed.changes, schedule.parameters),
        ),
    )


def _is_kept(group: Group) -> bool:
    """Whether a group's figure stays in force: the start is compared with the end, months later."""
    return group.asked.questionnaire is Questionnaire.START


def _memberships(
    schedule: Schedule, counted: Sequence[Respondent], entries: Sequence[Action], now: datetime
) -> list[Membership]:
    people = {
        Matter.RESPONSE: [each.id for each in counted],
        Matter.LEDGER: [each.employee_id for each in entries],
    }
    return [membership(schedule, matter, its, now=now) for matter, its in people.items() if its]


def _group(
    schedule: Schedule,
    asked: AskedQuestion,
    block: Block,
    votes: Sequence[float],
    chance: Random,
    now: datetime,
) -> Group:
    part = "rest" if block.rest else block.category
    question = tuple(asked.model_dump().values())
    return Group(
        id=stable_id("group", schedule.programme, schedule.closings, *question, block.dimension, part),
        tenant=schedule.tenant,
        programme=schedule.programme,
        asked=asked,
        dimension=block.dimension,
        category=block.category,
        rest=block.rest,
        people=block.people,
        closed_at=now,
        histogram=blurred_histogram(votes, schedule.parameters.decay, chance, levels=item_of(asked).levels),
    )
