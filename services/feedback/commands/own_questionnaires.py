"""Publish the programme's own questions."""

from services.feedback.domain.own_questionnaire import (
    Occasion,
    OwnChoice,
    OwnScale,
    OwnVersion,
    check_countable,
)
from services.feedback.queries.own_questionnaires import own_questionnaire
from services.feedback.store import OWN_QUESTIONNAIRES, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


async def publish_questions(
    uow: UnitOfWork,
    occasion: Occasion,
    role: Role,
    questions: tuple[OwnChoice | OwnScale, ...],
    based_on: int,
    account: str,
) -> OwnVersion:
    """Publish the next version of what a role is asked on an occasion.

    Without questions, nothing is asked any more. Who has been asked already answers the version they got.

    Raises:
        NotFound: no such programme.
        RuleBroken: something is listed twice or has another question's id, or a scale has a wrong length.
        Conflict: somebody has published another version since.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    check_countable(questions)
    known = await own_questionnaire(uow, occasion, role)
    published = known.publish(questions, based_on, account, uow.now)
    if published != known:
        uow.save(OWN_QUESTIONNAIRES, published)
    return published.versions[-1]
