"""Publish the programme's own questions, and begin with those of another programme or of a template."""

from collections.abc import Iterable

from services.feedback.domain.own_questionnaire import (
    FirstQuestions,
    Occasion,
    OwnChoice,
    OwnScale,
    OwnVersion,
    TemplateQuestionnaires,
    check_countable,
    first_questions,
)
from services.feedback.queries.own_questionnaires import own_questionnaire
from services.feedback.store import (
    OWN_QUESTIONNAIRES,
    PROGRAMMES,
    TEMPLATE_QUESTIONNAIRES,
    TENANT_OWN_QUESTIONNAIRES,
)
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

    Without questions, nothing is asked any more. Those asked already answer the version they got.

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


async def copy_questions(uow: UnitOfWork, programme_id: str) -> None:
    """Begin with the questions that another programme of the organisation asks now."""
    known = await uow.find(TENANT_OWN_QUESTIONNAIRES, {"programme": programme_id})
    await _begin(uow, first_questions(known))


async def keep_for_template(uow: UnitOfWork, template_id: str) -> None:
    """Keep the programme's questions of this moment for a template.

    They stay when the template is deleted: a draft may have begun with the template.
    """
    if await uow.get(TEMPLATE_QUESTIONNAIRES, template_id) is None:
        asked = first_questions(await uow.find(OWN_QUESTIONNAIRES, sort=[("id", 1)]))
        uow.save(
            TEMPLATE_QUESTIONNAIRES,
            TemplateQuestionnaires(id=template_id, tenant=uow.scope.tenant, asked=asked),
        )


async def begin_with_template(uow: UnitOfWork, template_id: str) -> None:
    """Begin with the questions of a template of the organisation.

    Raises:
        NotFound: the template has not arrived yet; the fact that named it is tried again.
    """
    await _begin(uow, (await uow.require(TEMPLATE_QUESTIONNAIRES, template_id)).asked)


async def _begin(uow: UnitOfWork, asked: Iterable[FirstQuestions]) -> None:
    for each in asked:
        begun = each.begin(uow.scope)
        if await uow.get(OWN_QUESTIONNAIRES, begun.id) is None:
            uow.save(OWN_QUESTIONNAIRES, begun)
