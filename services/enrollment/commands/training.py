"""Completing modules of the training: by the check at their end, or recorded by a coordinator."""

from collections.abc import Sequence
from datetime import datetime

from services.enrollment.commands.participants import require_acting, require_consenting, save_settled
from services.enrollment.domain.participant import Participant
from services.enrollment.domain.training import TrainingModule, check_modules
from services.enrollment.domain.training_texts import TextLanguage, TrainingText
from services.enrollment.queries.own_modules import find_modules, find_own_modules
from services.enrollment.queries.training import require_module
from services.enrollment.store import PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import TrainingExpiryDue
from shared.messaging import UnitOfWork


async def answer_check(
    uow: UnitOfWork,
    participant_id: str,
    employee_id: str,
    account: str,
    module_id: str,
    version: int,
    answers: Sequence[int],
    language: TextLanguage,
) -> tuple[Participant, tuple[bool, ...], TrainingText]:
    """Mark a participant's own answers; the module is completed if all are right. Answers are not kept.

    The text, in the language if there is one, explains the answers.

    Args:
        uow: the unit of work.
        participant_id: the participant.
        employee_id: who answers.
        account: the person's account at the issuer.
        module_id: the module.
        version: the version of the module that was read.
        answers: the option chosen for each question, from 0.
        language: in which the module was read.

    Raises:
        NotFound: no such participant or module, or the participant is somebody else.
        RuleBroken: a question is not answered, or the module is for the other role.
        Conflict: there is a newer version, the participant has withdrawn, or the terms have changed.
    """
    participant = await require_consenting(uow, participant_id, employee_id)
    read = await require_module(uow, module_id, language)
    marks = read.module.mark(version, answers)
    if all(marks):
        participant = await complete_module(uow, participant, read.module, account, uow.now)
    return participant, marks, read.text


async def record_training(uow: UnitOfWork, participant_id: str, account: str, module_id: str) -> Participant:
    """Record for a coordinator that a participant completed a module elsewhere.

    Raises:
        NotFound: no such participant.
        RuleBroken: no such module, or it is for the other role.
        Conflict: the participant has withdrawn.
    """
    participant = await require_acting(uow, participant_id, None)
    modules = await find_modules(uow, [module_id])
    check_modules([module_id], "module", modules)
    return await complete_module(uow, participant, modules[module_id], account, uow.now)


async def expire_training(uow: UnitOfWork, participant_id: str, module_id: str) -> None:
    """Let a completed module count no longer, unless the programme is over."""
    participant = await uow.require(PARTICIPANTS, participant_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    retired = any(own.retired_at for own in await find_own_modules(uow, [module_id]))
    expired, events = participant.expire_training(module_id, uow.now, retired=retired)
    if expired != participant:
        uow.save(PARTICIPANTS, expired, *([] if programme.state.is_over else events))


async def complete_module(
    uow: UnitOfWork, participant: Participant, module: TrainingModule, account: str, completed_at: datetime
) -> Participant:
    """Record that a participant completed a module at a time, which may have passed.

    Raises:
        RuleBroken: the module is for the other role.
        Conflict: the participant has withdrawn.
    """
    days = (await uow.require(PROGRAMMES, uow.scope.programme)).plan.rules.training_valid_days
    expires_at = module.expires_at(completed_at, days)
    trained, events = participant.train(module, account, completed_at, expires_at)
    if events and expires_at:
        timer = TrainingExpiryDue(participant_id=participant.id, module=module.id)
        uow.schedule(timer, expires_at, name=module.id)
    return await save_settled(uow, trained, events)
