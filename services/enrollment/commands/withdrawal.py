"""Leave a programme, with a private reason or none."""

from services.enrollment.commands.participants import require_acting
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.domain.withdrawal import reason_owner
from services.enrollment.store import PARTICIPANTS
from shared.contracts.enrollment import WithdrawalReason
from shared.encryption import MasterKeys
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork
from shared.service import seal, text_key


async def withdraw(
    uow: UnitOfWork,
    master_keys: MasterKeys,
    participant_id: str,
    actor: str | None,
    account: str,
    private_reason: str | None,
) -> Participant:
    """Leave the programme, at any time and without a fault; a private reason is encrypted.

    Raises:
        NotFound: no such participant, or it is not the actor.
        RuleBroken: a coordinator states a private reason.
    """
    if actor is None and private_reason is not None:
        raise RuleBroken(
            "only the participant can state a private reason",
            code="private-reason-of-participant",
            field="private_reason",
        )
    participant = await require_acting(uow, participant_id, actor)
    if participant.state is ParticipantState.WITHDRAWN:
        return participant
    sealed = None
    if private_reason:
        key = await text_key(uow, master_keys, participant.employee_id)
        sealed = seal(key, private_reason, reason_owner(participant.scope, participant.id))
    gone, events = participant.withdraw(
        WithdrawalReason.OWN_CHOICE, uow.now, noted_by=account, private_reason=sealed
    )
    return uow.save(PARTICIPANTS, gone, *events)


async def delete_private_reason(uow: UnitOfWork, participant_id: str, employee_id: str) -> Participant:
    """Delete the reason that a participant stated for leaving; without one, this changes nothing.

    Raises:
        NotFound: no such participant, or it is somebody else.
    """
    participant = await require_acting(uow, participant_id, employee_id)
    without_reason = participant.forget_reason()
    return participant if without_reason == participant else uow.save(PARTICIPANTS, without_reason)
