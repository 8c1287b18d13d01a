"""Pairings, and ending them."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from services.matching.api.own_views import OwnPairingView, view_own_pairing
from services.matching.api.pairing_views import PairingView, view_pairing
from services.matching.commands.pairings import endings
from services.matching.domain.pairs.pairing import PairingState
from services.matching.queries import pairings as queries
from shared.kernel import Identifier, RuleBroken
from shared.runtime.caller import CallerRole
from shared.service import (
    Coordinator,
    CoordinatorOrParticipant,
    Page,
    Paging,
    Participant,
    Read,
    Run,
)

router = APIRouter(prefix="/programmes/{programme_id}", tags=["pairings"])


class End(BaseModel):
    """A coordinator ends a pairing as completed; a participant leaves it, with a private reason or none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "completed"}, {"private_reason": "We did not click."}]},
    )

    reason: Literal["completed"] | None = None
    private_reason: Annotated[str, StringConstraints(max_length=2000)] | None = None


@router.get("/pairings")
async def list_pairings(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    state: PairingState | None = None,
) -> Page[PairingView]:
    """List the pairings, except the caller's own and their partners'."""
    own = caller.employee_id
    pairings = await read.read(caller, programme_id, queries.list_pairings, own, state, page)
    return Page.of(pairings, view_pairing)


@router.get("/me/pairings")
async def list_own_pairings(
    programme_id: Identifier, caller: Participant, read: Read, page: Paging
) -> Page[OwnPairingView]:
    """List the caller's own pairings."""
    own_pairings = await read.read(caller, programme_id, queries.list_own_pairings, caller, page)
    return Page.of(own_pairings, view_own_pairing)


@router.get("/pairings/{pairing_id}")
async def get_pairing(
    programme_id: Identifier, pairing_id: Identifier, caller: CoordinatorOrParticipant, read: Read
) -> PairingView | OwnPairingView:
    """Return a pairing; a participant sees own ones only, a coordinator those of others."""
    pairing = await read.read(caller, programme_id, queries.get_pairing, caller, pairing_id)
    own = pairing.role_of(caller.employee_id) is not None
    return view_own_pairing(pairing) if own else view_pairing(pairing)


@router.post("/pairings/{pairing_id}/end")
async def end_pairing(
    programme_id: Identifier,
    pairing_id: Identifier,
    caller: CoordinatorOrParticipant,
    run: Run,
    end: End | None = None,
) -> PairingView | OwnPairingView:
    """End a pairing; nobody is at fault. Ending an ended one changes nothing."""
    wish = end or End()
    # Somebody with both roles leaves an own pairing, unless they say that it is completed.
    as_participant = caller.has(CallerRole.PARTICIPANT) and wish.reason is None
    if caller.may_coordinate(programme_id) and not as_participant:
        if wish.private_reason is not None:
            raise RuleBroken(
                "a private reason is for participants",
                code="private-reason-of-participant",
                field="private_reason",
            )
        own = caller.employee_id
        return view_pairing(
            await run.command(caller, programme_id, endings.complete_pairing, own, pairing_id)
        )
    if wish.reason is not None:
        raise RuleBroken(
            "only a coordinator ends a pairing as completed", code="completion-of-coordinator", field="reason"
        )
    left = await run.command(
        caller, programme_id, endings.leave_pairing, pairing_id, caller.employee_id, wish.private_reason
    )
    return view_own_pairing(left)
