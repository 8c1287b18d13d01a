"""The counts of groups that were released, and their people for the audit of later ones."""

import asyncio
from typing import Any, Final, NamedTuple

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.questionnaire import item_of
from services.feedback.domain.release.audit import Audit, Guard, JointAudit
from services.feedback.domain.release.group import GroupCounts
from services.feedback.domain.release.membership import Matter
from services.feedback.domain.release.parameters import Parameters
from services.feedback.queries.own_questionnaires import all_questions
from services.feedback.store import GROUPS, MEMBERSHIPS
from shared.contracts.feedback import Dimension
from shared.messaging import Collection, UnitOfWork
from shared.runtime.mongo import Document

_BY_TIME: Final = [("closed_at", 1), ("id", 1)]
_FEW: Final = 4
"""Groups in memory at once: each may have very many people."""


class Members(NamedTuple):
    """The people of a group.

    Attributes:
        asked: the question that they answered, as stored; None for the response rate and the ledger.
        people: sorted.
    """

    asked: Document | None
    people: list[str]


async def all_counts(uow: UnitOfWork) -> list[GroupCounts]:
    """Return the counts of all groups of a programme, by the time of their closing."""
    pages = uow.rows(GROUPS, GroupCounts._fields, sort=_BY_TIME)
    return [_counts(row) async for page in pages for row in page]


def _counts(row: list[Any]) -> GroupCounts:
    asked, dimension, category, closed_at, votes, histogram = row
    question = AskedQuestion.model_validate(asked)
    return GroupCounts(question, Dimension(dimension), category, closed_at, votes, tuple(histogram))


async def audit_of_question(uow: UnitOfWork, asked: AskedQuestion, parameters: Parameters) -> Guard:
    """Return the audit of a question: of all groups of people who may have been asked about the same.

    A question of the programme's own may be about any matter: it has to pass the audit of each.
    """
    known, audits = await all_questions(uow), []
    for attitude in item_of(asked).attitudes:
        about = [each.model_dump() for each in known if attitude in item_of(each).attitudes]
        audits.append(await _audit(uow, GROUPS, {"asked": {"$in": about}}, parameters))
    return JointAudit(audits)


async def audit_of_matter(uow: UnitOfWork, matter: Matter, parameters: Parameters) -> Audit:
    """Return the audit of a figure that follows from no question.

    The counts of one vote each are blurred as those of a question, so that the same noise holds.
    """
    return await _audit(uow, MEMBERSHIPS, {"matter": matter.value}, parameters)


async def _audit(
    uow: UnitOfWork, collection: Collection[Any], query: dict[str, Any], parameters: Parameters
) -> Audit:
    audit = Audit((), parameters.audit_noise)
    async for page in uow.rows(collection, ["people"], query, sort=_BY_TIME, at_once=_FEW):
        for [people] in page:
            await asyncio.to_thread(audit.add, people)
    return audit


async def members_of(uow: UnitOfWork, id_: str) -> Members:
    """Return who is in a group or membership; nothing is checked again, as there may be very many people."""
    groups = [row async for page in uow.rows(GROUPS, ["asked", "people"], {"id": id_}) for row in page]
    if groups:
        return Members(*groups[0])
    [[people]] = [row async for page in uow.rows(MEMBERSHIPS, ["people"], {"id": id_}) for row in page]
    return Members(None, people)
