"""Leaving a programme, and the private reason for it, which its author alone can read."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.enrollment.api.access import actor
from services.enrollment.api.participant_inputs import WithdrawalInput
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.api.views import ParticipantView
from services.enrollment.commands import withdrawal as commands
from services.enrollment.domain.participant import Participant
from services.enrollment.queries import participants as queries
from shared.encryption import MasterKeys
from shared.kernel import Identifier
from shared.runtime.caller import Caller
from shared.service import CoordinatorOrParticipant, Keys, Run, Runner
from shared.service import Participant as ParticipantCaller

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")


@router.post("/participants/{participant_id}/withdrawal", summary="Leave the programme")
async def withdraw(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    caller: CoordinatorOrParticipant,
    run: Run,
    keys: Keys,
    withdrawal: WithdrawalInput | None = None,
) -> ParticipantView:
    """Withdraw from the programme, at any time; the participant may enrol again later."""
    participant = await run.command(
        caller,
        programme_id,
        commands.withdraw,
        keys,
        participant_id,
        actor(caller, programme_id),
        caller.sub,
        withdrawal.private_reason if withdrawal else None,
    )
    reasons = await run.read(
        caller, programme_id, queries.read_reasons, keys, caller.employee_id, [participant]
    )
    return ParticipantView.of(participant, caller.employee_id, reasons.get(participant.id))


@router.delete(
    "/participants/{participant_id}/withdrawal/private-reason",
    summary="Delete the caller's reason for leaving",
)
async def delete_private_reason(
    programme_id: ProgrammeId, participant_id: Identifier, caller: ParticipantCaller, run: Run
) -> ParticipantView:
    """Delete the caller's own reason for leaving; nobody else could read it. This cannot be undone."""
    participant = await run.command(
        caller, programme_id, commands.delete_private_reason, participant_id, caller.require_employee()
    )
    return ParticipantView.of(participant, caller.employee_id)


async def own_reasons(
    read: Runner, keys: MasterKeys, caller: Caller, programme_id: str, own: Sequence[Participant]
) -> dict[str, str]:
    """Return the caller's own reasons for leaving; a key is read where there is one only."""
    if not any(each.withdrawal and each.withdrawal.private_reason for each in own):
        return {}
    return await read.read(caller, programme_id, queries.read_reasons, keys, caller.employee_id, own)
