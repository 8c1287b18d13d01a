"""The end of a closing: groups become figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from services.feedback.domain.action import Action
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.ballots import Ballots
from services.feedback.domain.release.changes import count_changes, released_changes
from services.feedback.domain.release.figures import figures_of, own_figures_of, recommendations_of
from services.feedback.domain.release.group import GroupCounts
from services.feedback.domain.release.membership import Matter, Membership, membership
from services.feedback.domain.release.response import response_rate
from services.feedback.domain.release.schedule import Schedule, Underway
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import FiguresReleased, Questionnaire


@dataclass(frozen=True)
class Closing:
    """The result of a closing, once its groups are made.

    Attributes:
        schedule: with the figures in force and the date of the next closing.
        changes: the entries of the action ledger that are in the figures now.
        memberships: who is in these, and in the response rate.
        fact: what is published.
    """

    schedule: Schedule
    changes: list[Action]
    memberships: list[Membership]
    fact: FiguresReleased


def conclude(
    schedule: Schedule,
    underway: Underway,
    programme: Programme,
    groups: Iterable[GroupCounts],
    respondents: Ballots,
    actions: Sequence[Action],
    audits: Mapping[Matter, Audit],
    *,
    chance: Random,
) -> Closing:
    """Release the figures of all groups.

    Args:
        schedule: of the programme.
        underway: the closing; all its groups are made.
        programme: its dates bound the closings.
        groups: of all closings.
        respondents: those who wait to be counted in the response rate.
        actions: the entries of the action ledger that are in no figure yet.
        audits: of the response rate and of the ledger's figures.
        chance: the operating system's; drawn from once, as the result is stored.
    """
    parameters, now = schedule.parameters, underway.at
    window = now - timedelta(weeks=parameters.window_weeks)
    shown = [group for group in groups if group.closed_at > window or _is_kept(group)]
    figures = figures_of(shown, parameters)
    recommendations = recommendations_of(shown, parameters)
    own = own_figures_of(shown, parameters)
    response = response_rate(respondents, audits[Matter.RESPONSE], parameters, chance)
    changes = count_changes(schedule.changes, actions, audits[Matter.LEDGER], parameters, chance)
    counted = respondents.everybody() if response else []
    entries = list(actions) if changes else []
    changed = schedule.changed(
        closings=schedule.closings + 1,
        closed_at=now,
        underway=None,
        figures=figures,
        recommendations=recommendations,
        own=own,
        response=response,
        changes=changes or schedule.changes,
    )
    following = changed.planned(programme, people=underway.size, now=now)
    return Closing(
        schedule=following,
        changes=entries,
        memberships=_memberships(schedule, counted, entries, now),
        fact=FiguresReleased(
            programme_id=schedule.id,
            closed_at=now,
            next_at=following.next_at,
            figures=figures,
            recommendations=recommendations,
            own=own,
            response=response,
            changes=released_changes(changed.changes, parameters),
        ),
    )


def _is_kept(group: GroupCounts) -> bool:
    """Return whether a group's figure stays in force: the start is compared with the end, months later."""
    return group.asked.questionnaire is Questionnaire.START


def _memberships(
    schedule: Schedule, counted: Sequence[str], entries: Sequence[Action], now: datetime
) -> list[Membership]:
    people = {
        Matter.RESPONSE: counted,
        Matter.LEDGER: [each.employee_id for each in entries],
    }
    return [membership(schedule, matter, its, now=now) for matter, its in people.items() if its]
