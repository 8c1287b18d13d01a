"""Ask the coordinators, answer, publish an answer and take it back."""

import secrets
from typing import Final

from services.enrollment.domain.help_question import (
    MOST_PUBLISHED,
    HelpQuestion,
    HelpState,
    PublishedAnswer,
    answer_owner,
    ask_question,
    question_owner,
)
from services.enrollment.queries.help_questions import require_present, require_question
from services.enrollment.store import HELP_QUESTIONS, PUBLISHED_ANSWERS
from shared.encryption import MasterKeys
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork
from shared.service import seal, text_key

_ID_BYTES: Final = 16


async def ask(uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, text: str) -> HelpQuestion:
    """Ask the coordinators; the same text again is the same question.

    Raises:
        NotFound: there is no such programme, or the employee has never taken part in it.
        Conflict: they have left it, or as many of their questions wait as may.
    """
    author = await require_present(uow, employee_id)
    key = await text_key(uow, master_keys, employee_id)
    question_id = key.keyed_id("help-question", uow.scope.programme, author.id, text)
    asked = await uow.get(HELP_QUESTIONS, question_id)
    if asked and asked.state is not HelpState.DELETED:
        return asked
    open_ones = {"employee_id": employee_id, "state": HelpState.OPEN.value}
    sealed = seal(key, text, question_owner(author.scope, question_id))
    question, events = ask_question(
        author, question_id, sealed, asked, waiting=await uow.count(HELP_QUESTIONS, open_ones), now=uow.now
    )
    return uow.save(HELP_QUESTIONS, question, *events)


async def delete_own(uow: UnitOfWork, question_id: str, employee_id: str) -> None:
    """Delete an own question with its answer; what was published of it stays. Again, this changes nothing.

    Raises:
        NotFound: the employee has no such question.
    """
    question = await uow.get(HELP_QUESTIONS, question_id)
    if question is None or question.employee_id != employee_id:
        raise NotFound(f"no such question: {question_id}")
    if question.state is not HelpState.DELETED:
        uow.save(HELP_QUESTIONS, question.without_texts())


async def answer(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    question_id: str,
    coordinator_id: str | None,
    text: str,
    published_question: str | None,
) -> HelpQuestion:
    """Answer a question; its author gets a mail.

    Args:
        uow: of the programme.
        master_keys: of the process.
        question_id: which.
        coordinator_id: the coordinator as an employee; None for one who is none.
        text: the answer.
        published_question: the question as everybody in the programme reads it with the answer; None to
            publish nothing.

    Raises:
        NotFound: there is no such question that the coordinator may read.
        Conflict: it is answered already, or as many answers are published as may be.
    """
    question = await require_question(uow, question_id, coordinator_id)
    key = await text_key(uow, master_keys, question.employee_id)
    sealed = seal(key, text, answer_owner(question.scope, question.id))
    answered, events = question.give_answer(sealed, published=published_question is not None, now=uow.now)
    if published_question is not None:
        await _publish(uow, published_question, text)
    return uow.save(HELP_QUESTIONS, answered, *events)


async def take_back(uow: UnitOfWork, answer_id: str) -> None:
    """Unpublish an answer; the person who asked keeps it.

    Raises:
        NotFound: there is no such answer.
    """
    uow.delete(PUBLISHED_ANSWERS, await uow.require(PUBLISHED_ANSWERS, answer_id))


async def _publish(uow: UnitOfWork, question: str, text: str) -> None:
    if await uow.count(PUBLISHED_ANSWERS, {}) >= MOST_PUBLISHED:
        raise Conflict(
            "a programme has {most} published answers at most",
            code="too-many-published-answers",
            most=MOST_PUBLISHED,
        )
    published = PublishedAnswer(
        id=secrets.token_hex(_ID_BYTES),
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        question=question,
        answer=text,
        published_at=uow.now,
    )
    uow.save(PUBLISHED_ANSWERS, published)
