"""The own questions of a programme, and a participant's answers to them."""

from collections.abc import Mapping

from services.enrollment.domain.own_answers import OwnAnswers, answer_owner
from services.enrollment.domain.own_questions import OwnQuestions, QuestionsByRole, Version
from services.enrollment.queries.participants import require_visible
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import OWN_QUESTIONS, QUESTIONS_OF_ALL_PROGRAMMES, TEMPLATE_QUESTIONS
from shared.contracts.vocabulary import Role
from shared.encryption import MasterKeys
from shared.messaging import UnitOfWork
from shared.service import text_reader


async def own_questions(uow: UnitOfWork, role: Role) -> OwnQuestions:
    """Return all versions of what the programme asks a role; none before there is one."""
    known = await uow.get(OWN_QUESTIONS, role.value)
    return known or OwnQuestions(id=role.value, tenant=uow.scope.tenant, programme=uow.scope.programme)


async def questions_of(uow: UnitOfWork, programme_id: str) -> QuestionsByRole:
    """Return what a programme asks the roles, whichever programme is at work."""
    questions = await uow.find(QUESTIONS_OF_ALL_PROGRAMMES, {"programme": programme_id})
    return {each.role: each.latest for each in questions if each.latest}


async def questions_of_template(uow: UnitOfWork, template_id: str) -> QuestionsByRole:
    """Return what a template of the organisation asks the roles."""
    of_template = await uow.get(TEMPLATE_QUESTIONS, template_id)
    return of_template.questions if of_template else {}


async def get_questions(
    uow: UnitOfWork, programme_id: str, role: Role, version: int | None, *, drafts: bool
) -> Version | None:
    """Return a version, or the one that is asked; None where nothing is asked.

    Raises:
        NotFound: no such programme or version.
    """
    await get_programme(uow, programme_id, drafts=drafts)
    return (await own_questions(uow, role)).pick(version)


async def read_answers(
    uow: UnitOfWork, master_keys: MasterKeys, participant_id: str, employee_id: str
) -> tuple[OwnAnswers | None, Mapping[str, str]]:
    """Return a participant's own answers, and the texts in the clear.

    Raises:
        NotFound: no such participant, or it is somebody else.
    """
    participant = await require_visible(uow, participant_id, employee_id)
    answers = participant.own_answers
    if answers is None or not answers.texts:
        return answers, {}
    reader = await text_reader(uow, master_keys, [employee_id])
    texts = {
        question: reader.read(sealed, employee_id, answer_owner(participant.scope, participant.id, question))
        for question, sealed in answers.texts.items()
    }
    return answers, {question: text for question, text in texts.items() if text is not None}
