"""Pauses of pairings."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.matching.api.own_views import OwnPairingView, view_own_pairing
from services.matching.api.pairing_views import PairingView, view_pairing
from services.matching.commands.pairings import pauses as commands
from services.matching.domain.pairs.pairing import Pairing
from services.matching.queries.access import is_own
from shared.kernel import Identifier
from shared.runtime.caller import Caller
from shared.service import CoordinatorOrParticipant, Run

router = APIRouter(prefix="/programmes/{programme_id}/pairings/{pairing_id}", tags=["pairings"])


class PauseInput(BaseModel):
    """The day from which the two meet again; without it, the pause lasts until it is ended."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"until": "2026-05-04"}, {"until": None}]}
    )

    until: date | None = None


@router.post("/pause", summary="Pause a pairing")
async def pause_pairing(
    programme_id: Identifier,
    pairing_id: Identifier,
    caller: CoordinatorOrParticipant,
    run: Run,
    body: PauseInput | None = None,
) -> PairingView | OwnPairingView:
    """Pause the pairing for some time, without a reason; neither person learns who asked."""
    until = body.until if body else None
    paused = await run.command(caller, programme_id, commands.pause_pairing, caller, pairing_id, until)
    return _view(paused, caller)


@router.post("/resumption", summary="Resume a pairing")
async def resume_pairing(
    programme_id: Identifier, pairing_id: Identifier, caller: CoordinatorOrParticipant, run: Run
) -> PairingView | OwnPairingView:
    """End the pause that the caller, or another coordinator, has asked for."""
    resumed = await run.command(caller, programme_id, commands.resume_pairing, caller, pairing_id)
    return _view(resumed, caller)


def _view(pairing: Pairing, caller: Caller) -> PairingView | OwnPairingView:
    if is_own(pairing, caller):
        return view_own_pairing(pairing, caller.employee_id, {})
    return view_pairing(pairing)
