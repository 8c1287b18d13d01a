"""Setting up programmes, changing them, and leading them from one state to the next."""

from types import MappingProxyType
from typing import Any

from services.enrollment.commands.consents import ask_if_changed
from services.enrollment.commands.own_questions import ask_first
from services.enrollment.commands.own_words import begin_with_words
from services.enrollment.domain.own_questions import QuestionsByRole
from services.enrollment.domain.own_words import ORGANISATION, WordsVersion
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_state import ProgrammeState, begins_everywhere, day_begun
from services.enrollment.domain.programme_templates import (
    FIRST_TERMS,
    TEMPLATES,
    NewProgramme,
    plan_from_copy,
    plan_from_template,
)
from services.enrollment.domain.terms import TermsEdition
from services.enrollment.domain.training import OWN_PREFIX, check_modules
from services.enrollment.queries.own_modules import find_own_modules
from services.enrollment.queries.own_questions import questions_of, questions_of_template
from services.enrollment.queries.own_templates import own_templates
from services.enrollment.queries.own_words import words_of, words_of_template
from services.enrollment.queries.terms import latest_of_organisation
from services.enrollment.store import (
    OWN_QUESTIONS,
    OWN_WORDS,
    PROGRAMME_TERMS,
    PROGRAMMES,
    TERMS_OF_ALL_PROGRAMMES,
)
from shared.contracts.enrollment import EnrollmentEvent, ProgrammeDateDue
from shared.kernel import Conflict, RuleBroken
from shared.messaging import Collection, UnitOfWork


async def define(
    uow: UnitOfWork, programme_id: str, plan: ProgrammePlan, based_on: int, most: int
) -> tuple[Programme, bool]:
    """Open a programme, or change it to this plan; True if it is new.

    Args:
        uow: the unit of work.
        programme_id: the programme.
        plan: the whole plan.
        based_on: the version of the plan that it was edited from.
        most: the most programmes that the organisation may have.

    Raises:
        RuleBroken: the plan contradicts itself or has ended.
        Conflict: the organisation has ``most`` programmes already, the programme is over, or somebody has
            changed it since that version.
    """
    existing = await uow.get(PROGRAMMES, programme_id)
    await _check_own_modules(uow, plan, existing)
    if existing is None:
        await _check_number(uow, most)
        opened, events = Programme.draft(uow.scope.tenant, programme_id, plan).open(day_begun(uow.now))
        return _save(uow, opened, events), True
    return replan(uow, existing, plan, based_on), False


def replan(uow: UnitOfWork, programme: Programme, plan: ProgrammePlan, based_on: int) -> Programme:
    """Change a programme to this plan, and have people asked about its terms if they are others.

    Raises:
        RuleBroken: the plan contradicts itself or has ended.
        Conflict: the programme is over, or somebody has changed it since that version.
    """
    changed, events = programme.replan(plan, based_on, day_begun(uow.now))
    if changed == programme:
        return programme
    ask_if_changed(uow, programme, changed)
    return _save(uow, changed, events)


async def draft_from_template(
    uow: UnitOfWork, programme_id: str, template_id: str, new: NewProgramme, most: int
) -> Programme:
    """Set up a draft that begins with a template: a shipped one, or one of the organisation.

    Raises:
        RuleBroken: there is no such template, or the plan contradicts itself.
        Conflict: there is a programme with this id, or the organisation has ``most`` already.
    """
    first_terms = new.terms_version or await latest_of_organisation(uow) or FIRST_TERMS
    new = new.model_copy(update={"terms_version": first_terms})
    if template_id in TEMPLATES:
        plan = plan_from_template(TEMPLATES[template_id], new)
        return await _draft(uow, programme_id, plan, most, words=await words_of_template(uow, ORGANISATION))
    template = (await own_templates(uow)).find(template_id)
    if template is None:
        raise RuleBroken(
            "there is no such template; there are {templates} and those of the organisation",
            code="unknown-template",
            templates=", ".join(TEMPLATES),
            field="template",
        )
    plan = plan_from_copy(template.plan, new)
    questions = await questions_of_template(uow, template.id)
    words = await words_of_template(uow, template.id)
    return await _draft(uow, programme_id, plan, most, template=template.id, questions=questions, words=words)


async def draft_from_copy(
    uow: UnitOfWork, programme_id: str, copy_of: str, new: NewProgramme, most: int
) -> Programme:
    """Set up a draft that begins with the plan, questions, terms, words and policy of another programme.

    Raises:
        NotFound: no such programme to copy.
        RuleBroken: the plan contradicts itself.
        Conflict: there is a programme with this id, or the organisation has ``most`` already.
    """
    original = await uow.require(PROGRAMMES, copy_of)
    plan = plan_from_copy(original.plan, new)
    drafted = await _draft(
        uow,
        programme_id,
        plan,
        most,
        copied_from=original.id,
        questions=await questions_of(uow, original.id),
        words=await words_of(uow, original.id),
    )
    await _copy_terms(uow, original, plan.terms_version)
    return drafted


async def open_draft(uow: UnitOfWork, programme_id: str) -> Programme:
    """Let people enrol in a draft.

    Raises:
        NotFound: no such programme.
        RuleBroken: its last day has passed.
        Conflict: it is open already.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    opened, events = programme.open(day_begun(uow.now))
    return _save(uow, opened, events)


async def discard_draft(uow: UnitOfWork, programme_id: str) -> None:
    """Delete a draft, with its questions, its terms and its words.

    Raises:
        NotFound: no such programme.
        Conflict: it was opened.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    programme.check_can_be_discarded()
    uow.delete(PROGRAMMES, programme)
    own: tuple[Collection[Any], ...] = (OWN_QUESTIONS, PROGRAMME_TERMS, OWN_WORDS)
    for collection in own:
        for row in await uow.find(collection):
            uow.delete(collection, row)


async def enter_state(uow: UnitOfWork, programme_id: str, state: ProgrammeState) -> Programme:
    """Let a programme enter a state before its date.

    Raises:
        NotFound: no such programme.
        Conflict: the programme is past this state, or a draft.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    changed, events = programme.enter(state)
    return _save(uow, changed, events) if events else programme


async def advance(uow: UnitOfWork, programme_id: str) -> None:
    """Let a programme enter the state that its dates ask for by now."""
    programme = await uow.require(PROGRAMMES, programme_id)
    changed, events = programme.advance(day_begun(uow.now))
    _save(uow, changed, events)


async def _draft(
    uow: UnitOfWork,
    programme_id: str,
    plan: ProgrammePlan,
    most: int,
    *,
    copied_from: str | None = None,
    template: str | None = None,
    questions: QuestionsByRole = MappingProxyType({}),
    words: WordsVersion | None = None,
) -> Programme:
    if await uow.get(PROGRAMMES, programme_id):
        raise Conflict(
            "there is a programme with this id already", code="programme-id-taken", field="programme_id"
        )
    await _check_number(uow, most)
    drafted = Programme.draft(uow.scope.tenant, programme_id, plan, copied_from, template)
    return uow.save(PROGRAMMES, begin_with_words(uow, ask_first(uow, drafted, questions), words))


async def _copy_terms(uow: UnitOfWork, original: Programme, version: str) -> None:
    """Let a copy have the same text under the same version, where it is the original's own."""
    own = await uow.find(TERMS_OF_ALL_PROGRAMMES, {"programme": original.id, "id": version}, limit=1)
    for edition in own:
        copy = TermsEdition.publish(
            uow.scope, version, edition.texts, edition.published_by, edition.published_at
        )
        uow.save(PROGRAMME_TERMS, copy)


async def _check_own_modules(uow: UnitOfWork, plan: ProgrammePlan, existing: Programme | None) -> None:
    """Check that the organisation has the modules of its own that a plan asks for anew."""
    before = existing.plan.rules.training if existing else ()
    new = [name for name in plan.rules.training if name.startswith(OWN_PREFIX) and name not in before]
    known = [own.id for own in await find_own_modules(uow, new) if own.retired_at is None]
    check_modules(new, "rules.training", known)


async def _check_number(uow: UnitOfWork, most: int) -> None:
    if await uow.count(PROGRAMMES) >= most:
        raise Conflict(
            "an organisation may have at most {most} programmes",
            code="too-many-programmes",
            most=most,
            field="programme_id",
        )


def _save(uow: UnitOfWork, programme: Programme, events: list[EnrollmentEvent]) -> Programme:
    """Save, with the timer of the next date; setting it again moves it."""
    due = ProgrammeDateDue(programme_id=programme.id)
    day = programme.next_change(day_begun(uow.now))
    if day is None:
        uow.cancel(due)
    else:
        uow.schedule(due, begins_everywhere(day))
    return uow.save(PROGRAMMES, programme, *events)
