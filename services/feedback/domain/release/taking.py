"""A closing takes question after question: who waits with an answer to it decides about its groups.

The questions about one attitude share an audit, so that what their figures explain adds up, and is bounded
together. A question of the programme's own may be about any of them, and is in all of these audits.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.questionnaire import item_of, place_of, roles_of
from services.feedback.domain.release.audit import Guard
from services.feedback.domain.release.ballots import Ballots, Collector
from services.feedback.domain.release.blur import blurred_histogram
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.grouping import Block, cut
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.schedule import Schedule, Underway
from shared.contracts.feedback import Questionnaire
from shared.contracts.vocabulary import Role
from shared.kernel import stable_id


def begin_closing(
    schedule: Schedule, since: Mapping[AskedQuestion, datetime], people: Mapping[Role, int], *, now: datetime
) -> Schedule:
    """Begin to close the answers that wait.

    How useful sessions were comes first. Of all other questions, those that have waited longest come first,
    and only as many as the number of people who may answer them allows; the others wait.

    Args:
        schedule: of the programme.
        since: when the first answer that waits was given, by question.
        people: how many may answer, by role.
        now: the instant of the closing.
    """

    def turn(asked: AskedQuestion) -> tuple[bool, datetime, tuple[int, str, int, str]]:
        return _needs_room(asked), since[asked], place_of(asked)

    parameters, size = schedule.parameters, sum(people.values())
    underway = Underway(
        at=now,
        size=size,
        dimension=parameters.dimension(schedule.closings, size),
        room={role: parameters.pulse_questions(people.get(role, 0)) for role in Role},
        left=tuple(sorted(since, key=turn)),
    )
    return schedule.changed(underway=underway)


def next_question(underway: Underway) -> tuple[AskedQuestion | None, Underway]:
    """Return the question that has its turn, and the closing without it; None if no other has room."""
    for place, asked in enumerate(underway.left, start=1):
        if not _needs_room(asked) or all(underway.room[role] for role in roles_of(asked)):
            return asked, underway.model_copy(update={"left": underway.left[place:]})
    return None, underway.model_copy(update={"left": ()})


def collector(underway: Underway, parameters: Parameters, asked: AskedQuestion) -> Collector:
    """Return what collects the answers to a question."""
    rest_before = underway.at - timedelta(weeks=parameters.rest_weeks)
    return Collector(rest_before, has_mean=item_of(asked).has_mean)


def take(
    schedule: Schedule,
    underway: Underway,
    asked: AskedQuestion,
    ballots: Ballots,
    audit: Guard,
    chance: Random,
) -> tuple[Underway, list[Group]]:
    """Make the groups of a question.

    Args:
        schedule: of the programme.
        underway: the closing.
        asked: the question.
        ballots: all answers to it that wait.
        audit: of the groups before; of all matters that the question may be about.
        chance: the operating system's; drawn from once, as the groups are stored.
    """
    blocks = cut(ballots.people, underway.dimension, audit, schedule.parameters)
    groups = [_group(schedule, underway, asked, block, ballots, chance) for block in blocks]
    if not groups or not _needs_room(asked):
        return underway, groups
    room = {role: left - (role in roles_of(asked)) for role, left in underway.room.items()}
    return underway.model_copy(update={"room": room}), groups


def _needs_room(asked: AskedQuestion) -> bool:
    return asked.questionnaire is not Questionnaire.CHECK_IN


def _group(
    schedule: Schedule,
    underway: Underway,
    asked: AskedQuestion,
    block: Block,
    ballots: Ballots,
    chance: Random,
) -> Group:
    part = "rest" if block.rest else block.category
    votes = ballots.votes_of(block.parts)
    return Group(
        id=stable_id("group", schedule.programme, schedule.closings, *asked.key, block.dimension, part),
        tenant=schedule.tenant,
        programme=schedule.programme,
        asked=asked,
        dimension=block.dimension,
        category=block.category,
        rest=block.rest,
        votes=len(block.people),
        people=block.people,
        closed_at=underway.at,
        histogram=blurred_histogram(votes, schedule.parameters.decay, chance, levels=item_of(asked).levels),
    )
