"""Saving a programme as a template of the organisation, renaming and deleting templates."""

from services.enrollment.domain.own_questions import TemplateQuestions
from services.enrollment.domain.own_templates import OwnTemplate
from services.enrollment.domain.own_words import TemplateWords
from services.enrollment.queries.own_questions import questions_of
from services.enrollment.queries.own_templates import own_templates
from services.enrollment.queries.own_words import words_of
from services.enrollment.store import OWN_TEMPLATES, PROGRAMMES, TEMPLATE_QUESTIONS, TEMPLATE_WORDS
from shared.messaging import UnitOfWork


async def save_template(uow: UnitOfWork, programme_id: str, name: str, account: str) -> OwnTemplate:
    """Save a programme as a template, with the questions it asks and the words it uses by now.

    Raises:
        NotFound: no such programme.
        Conflict: there is a template of that name, or as many as there may be.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    templates, saved, fact = (await own_templates(uow)).save(programme, name, account, uow.now)
    uow.save(OWN_TEMPLATES, templates, fact)
    questions = await questions_of(uow, programme_id)
    if questions:
        kept = TemplateQuestions(id=saved.id, tenant=uow.scope.tenant, questions=dict(questions))
        uow.save(TEMPLATE_QUESTIONS, kept)
    if words := await words_of(uow, programme_id):
        uow.save(TEMPLATE_WORDS, TemplateWords(id=saved.id, tenant=uow.scope.tenant, words=words))
    return saved


async def rename_template(uow: UnitOfWork, template_id: str, name: str) -> OwnTemplate:
    """Give a template another name.

    Raises:
        NotFound: no such template.
        Conflict: another one has that name.
    """
    templates, renamed = (await own_templates(uow)).rename(template_id, name)
    uow.save(OWN_TEMPLATES, templates)
    return renamed


async def delete_template(uow: UnitOfWork, template_id: str) -> None:
    """Delete a template.

    Raises:
        NotFound: no such template.
    """
    uow.save(OWN_TEMPLATES, (await own_templates(uow)).delete(template_id))
    if questions := await uow.get(TEMPLATE_QUESTIONS, template_id):
        uow.delete(TEMPLATE_QUESTIONS, questions)
    if words := await uow.get(TEMPLATE_WORDS, template_id):
        uow.delete(TEMPLATE_WORDS, words)
