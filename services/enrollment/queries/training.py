"""Modules of the training, and who has completed them."""

from dataclasses import dataclass

from services.enrollment.domain.participant import Participant, ParticipantState, Training
from services.enrollment.domain.training import MODULES, TrainingModule, modules_of
from services.enrollment.queries.participants import list_own
from shared.kernel import NotFound
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class OwnTraining:
    """A module for somebody's role: whether the programme asks for it, and how they completed it."""

    module: TrainingModule
    required: bool
    completed: Training | None


def require_module(module_id: str) -> TrainingModule:
    """Return a module.

    Raises:
        NotFound: there is no such module.
    """
    module = MODULES.get(module_id)
    if module is None:
        raise NotFound(f"no such module: {module_id}")
    return module


async def own_training(
    uow: UnitOfWork, programme_id: str, employee_id: str
) -> tuple[Participant | None, list[OwnTraining]]:
    """Return the caller's participation and modules, those first that the programme asks for.

    Raises:
        NotFound: no such programme.
    """
    own = await list_own(uow, programme_id, employee_id)
    here = [each for each in own if each.state is not ParticipantState.WITHDRAWN]
    if not here:
        return None, []
    return here[0], training_of(here[0])


def training_of(participant: Participant) -> list[OwnTraining]:
    """Return the modules for a participant, those first that the programme asks for."""
    completed = {training.module: training for training in participant.trainings}
    modules = [
        OwnTraining(module, module.id in participant.required_training, completed.get(module.id))
        for module in modules_of(participant.role)
    ]
    return sorted(modules, key=lambda each: not each.required)
