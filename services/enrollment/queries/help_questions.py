"""Questions to the coordinators: the author's own, those to be answered, and published answers."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from services.enrollment.domain.help_question import (
    HelpQuestion,
    HelpState,
    PublishedAnswer,
    answer_owner,
    question_owner,
)
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.queries.own_partners import hidden_from
from services.enrollment.queries.participants import list_own
from services.enrollment.store import HELP_QUESTIONS, PROGRAMMES, PUBLISHED_ANSWERS
from shared.encryption import MasterKeys
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page, text_reader


class ReadQuestion(BaseModel):
    """A question with its texts; None where its author has erased them."""

    question: HelpQuestion
    text: str | None
    answer: str | None


async def list_own_questions(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, page: PageRequest
) -> Found[ReadQuestion]:
    """Return an employee's own questions, the latest first."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    latest = [("asked_at", -1), ("id", 1)]
    kept = {"employee_id": employee_id, "state": {"$ne": HelpState.DELETED.value}}
    own, total = await find_page(uow, HELP_QUESTIONS, kept, page, sort=latest)
    return await _read(uow, master_keys, own), total


async def list_questions(
    uow: UnitOfWork, master_keys: MasterKeys, state: HelpState, coordinator_id: str | None, page: PageRequest
) -> Found[ReadQuestion]:
    """Return the questions that a coordinator may read; of open ones the oldest first.

    Args:
        uow: of the programme.
        master_keys: of the process.
        state: open or answered.
        coordinator_id: the coordinator as an employee; None for one who is none.
        page: which part of the list.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    hidden = await hidden_from(uow, coordinator_id)
    query: dict[str, Any] = {"state": state.value, "employee_id": {"$nin": sorted(hidden)}}
    order = [("asked_at", 1 if state is HelpState.OPEN else -1), ("id", 1)]
    questions, total = await find_page(uow, HELP_QUESTIONS, query, page, sort=order)
    return await _read(uow, master_keys, questions), total


async def require_question(uow: UnitOfWork, question_id: str, coordinator_id: str | None) -> HelpQuestion:
    """Return a question that a coordinator may read.

    Raises:
        NotFound: there is none, it was deleted, or its author is the coordinator or a partner of theirs.
    """
    question = await uow.require(HELP_QUESTIONS, question_id)
    hidden = await hidden_from(uow, coordinator_id)
    if question.state is HelpState.DELETED or question.employee_id in hidden:
        raise NotFound(f"no such question: {question_id}")
    return question


async def read_question(
    uow: UnitOfWork, master_keys: MasterKeys, question_id: str, coordinator_id: str | None
) -> ReadQuestion:
    """Return a question with its texts, for a coordinator.

    Raises:
        NotFound: there is none that the coordinator may read.
    """
    (read,) = await _read(uow, master_keys, [await require_question(uow, question_id, coordinator_id)])
    return read


async def list_published(
    uow: UnitOfWork, employee_id: str | None, page: PageRequest
) -> Found[PublishedAnswer]:
    """Return the published answers, the latest first.

    Args:
        uow: of the programme.
        employee_id: who asks, and takes part or has taken part; None for a coordinator.
        page: which part of the list.

    Raises:
        NotFound: there is no such programme, or the employee has never taken part in it.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    if employee_id is not None:
        await _require_participants(uow, employee_id)
    return await find_page(uow, PUBLISHED_ANSWERS, {}, page, sort=[("published_at", -1), ("id", 1)])


async def require_present(uow: UnitOfWork, employee_id: str) -> Participant:
    """Return the participant that an employee is.

    Raises:
        NotFound: the employee has never taken part in the programme.
        Conflict: they have left it.
    """
    for participant in await _require_participants(uow, employee_id):
        if participant.state is not ParticipantState.WITHDRAWN:
            return participant
    raise Conflict("you have left this programme", code="left-programme")


async def _require_participants(uow: UnitOfWork, employee_id: str) -> list[Participant]:
    own = await list_own(uow, uow.scope.programme, employee_id)
    if not own:
        raise NotFound("you do not take part in this programme")
    return own


async def _read(
    uow: UnitOfWork, master_keys: MasterKeys, questions: Sequence[HelpQuestion]
) -> list[ReadQuestion]:
    reader = await text_reader(uow, master_keys, (each.employee_id for each in questions))
    return [
        ReadQuestion(
            question=each,
            text=reader.read(each.text, each.employee_id, question_owner(each.scope, each.id)),
            answer=reader.read(each.answer, each.employee_id, answer_owner(each.scope, each.id)),
        )
        for each in questions
    ]
