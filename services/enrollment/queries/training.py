"""Modules of the training, and who has completed them."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.enrollment.domain.own_modules import Heading, OwnModule, in_language
from services.enrollment.domain.participant import Participant, ParticipantState, Training
from services.enrollment.domain.training import MODULES, TrainingModule, modules_of
from services.enrollment.domain.training_texts import TextLanguage, TrainingText, text_of
from services.enrollment.queries.own_modules import require_own_module
from services.enrollment.queries.participants import list_own
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import OWN_MODULES, PROGRAMMES
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class OwnTraining:
    """A module for somebody's role: whether the programme asks for it, and how they completed it."""

    module: TrainingModule
    heading: Heading
    required: bool
    completed: Training | None


@dataclass(frozen=True)
class ReadModule:
    """A module, and its text in the language that there is."""

    module: TrainingModule
    language: TextLanguage
    text: TrainingText


async def read_module(
    uow: UnitOfWork, programme_id: str, module_id: str, language: TextLanguage, *, drafts: bool
) -> ReadModule:
    """Return a module in a language; one that an organisation wrote in another, where it lacks this one.

    Raises:
        NotFound: no such programme or module.
    """
    await get_programme(uow, programme_id, drafts=drafts)
    return await require_module(uow, module_id, language)


async def require_module(uow: UnitOfWork, module_id: str, language: TextLanguage) -> ReadModule:
    """Return a module in a language, as `read_module` does.

    Raises:
        NotFound: there is no such module.
    """
    module = MODULES.get(module_id)
    if module:
        return ReadModule(module, language, text_of(module.id, language))
    own, edition = await require_own_module(uow, module_id)
    there_is = in_language(edition.content.texts, language)
    return ReadModule(own.module, there_is, edition.content.texts[there_is])


async def own_training(
    uow: UnitOfWork, programme_id: str, employee_id: str, language: TextLanguage
) -> tuple[Participant | None, list[OwnTraining]]:
    """Return the caller's participation and modules, those first that the programme asks for.

    Raises:
        NotFound: no such programme.
    """
    own = await list_own(uow, programme_id, employee_id)
    here = [each for each in own if each.state is not ParticipantState.WITHDRAWN]
    if not here:
        return None, []
    programme = await uow.require(PROGRAMMES, programme_id)
    written = await uow.find(OWN_MODULES, sort=[("id", 1)])
    offered = [each for each in written if _is_offered(each, here[0], programme.plan.rules.training)]
    return here[0], training_of(here[0], offered, language)


def training_of(
    participant: Participant, written: Iterable[OwnModule], language: TextLanguage
) -> list[OwnTraining]:
    """Return the modules for a participant, those first that the programme asks for.

    Args:
        participant: whose role and completed modules count.
        written: the organisation's own modules that the participant may be shown.
        language: of the headings.
    """
    completed = {training.module: training for training in participant.trainings}
    shipped = [(module, _heading(module, language)) for module in modules_of(participant.role)]
    own = [
        (each.module, each.headings[in_language(each.headings, language)])
        for each in written
        if participant.role in each.roles
    ]
    modules = [
        OwnTraining(module, heading, module.id in participant.required_training, completed.get(module.id))
        for module, heading in (*shipped, *own)
    ]
    return sorted(modules, key=lambda each: not each.required)


def _is_offered(own: OwnModule, participant: Participant, asked: Iterable[str]) -> bool:
    """Return whether a module concerns somebody: asked of them, or of their programme.

    A retired one concerns only those who were asked for it before.
    """
    if own.id in participant.required_training:
        return True
    return own.retired_at is None and (own.written_in == participant.programme or own.id in asked)


def _heading(module: TrainingModule, language: TextLanguage) -> Heading:
    text = text_of(module.id, language)
    return Heading(title=text.title, aim=text.aim)
