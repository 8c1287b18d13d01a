"""The part of the waiting answers that a closing takes: which questions, and which people of each.

Only names, categories, dates and questions are known here. The questions about one attitude share an audit,
so that what their figures explain adds up, and is bounded together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from services.feedback.domain.questionnaire import (
    AskedQuestion,
    Attitude,
    item_of,
    place_of,
    roles_of,
)
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.group import Group
from services.feedback.domain.release.grouping import Block, Waiting, cut
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.pending import Pending
from shared.contracts.feedback import Dimension, Questionnaire
from shared.contracts.vocabulary import Role


def take(
    pending: Iterable[Pending],
    groups: Iterable[Group],
    parameters: Parameters,
    dimension: Dimension,
    *,
    people: Mapping[Role, int],
    now: datetime,
) -> Iterator[tuple[AskedQuestion, list[Block]]]:
    """Return the questions that this closing takes, with the blocks that become groups.

    The check-ins' comes first. Of the questions of pulse surveys, those that have waited longest come first,
    and only as many as the number of people who may answer them allows; the others wait.
    """
    audits = audits_of(groups, parameters)
    room = {role: parameters.pulse_questions(people.get(role, 0)) for role in Role}
    taken: Counter[Role] = Counter()
    for asked, waiting in _by_question(pending):
        pulse = asked.questionnaire is not Questionnaire.CHECK_IN
        if pulse and any(taken[role] >= room[role] for role in roles_of(asked)):
            continue
        blocks = cut(
            (Waiting(each.employee_id, each.blocks.of(dimension), each.since) for each in waiting),
            dimension,
            audits[item_of(asked).attitude],
            parameters=parameters,
            rest_before=now - timedelta(weeks=parameters.rest_weeks),
        )
        if blocks and pulse:
            taken.update(roles_of(asked))
        if blocks:
            yield asked, blocks


def audits_of(groups: Iterable[Group], parameters: Parameters) -> dict[Attitude, Audit]:
    """Return the audit of each attitude, with the groups of all questions about it."""
    members: defaultdict[Attitude, list[Sequence[str]]] = defaultdict(list)
    for group in groups:
        members[item_of(group.asked).attitude].append(group.people)
    return {attitude: Audit(members[attitude], parameters.audit_noise) for attitude in Attitude}


def _by_question(pending: Iterable[Pending]) -> list[tuple[AskedQuestion, list[Pending]]]:
    """Return who waits with an answer to each question, in the order in which questions are taken."""
    waiting: defaultdict[AskedQuestion, list[Pending]] = defaultdict(list)
    for each in pending:
        waiting[each.asked].append(each)

    def turn(asked: AskedQuestion) -> tuple[bool, datetime, int]:
        since = min(each.since for each in waiting[asked])
        return asked.questionnaire is not Questionnaire.CHECK_IN, since, place_of(asked)

    return [(asked, waiting[asked]) for asked in sorted(waiting, key=turn)]
