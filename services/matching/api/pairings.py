"""Pairings, and ending them."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from services.matching.api.own_views import OwnPairingView, view_own_pairing
from services.matching.api.pairing_views import PairingView, view_pairing
from services.matching.commands.pairings import endings
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.queries import pairings as queries
from shared.encryption import MasterKeys
from shared.kernel import Identifier, RuleBroken
from shared.runtime.caller import Caller, CallerRole
from shared.service import (
    Coordinator,
    CoordinatorOrParticipant,
    Keys,
    Page,
    Paging,
    Participant,
    Read,
    Run,
    Runner,
)

router = APIRouter(prefix="/programmes/{programme_id}", tags=["pairings"])


class End(BaseModel):
    """A coordinator ends a pairing as completed; a participant leaves it, with a private reason or none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "completed"}, {"private_reason": "We did not click."}]},
    )

    reason: Literal["completed"] | None = None
    private_reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None


@router.get("/pairings", summary="List pairings")
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


@router.get("/me/pairings", summary="List the caller's own pairings")
async def list_own_pairings(
    programme_id: Identifier, caller: Participant, read: Read, keys: Keys, page: Paging
) -> Page[OwnPairingView]:
    """List the caller's own pairings."""
    own_pairings = await read.read(caller, programme_id, queries.list_own_pairings, caller, page)
    reasons = await _reasons(read, keys, caller, programme_id, own_pairings[0])
    return Page.of(own_pairings, partial(view_own_pairing, reader=caller.employee_id, reasons=reasons))


@router.get("/pairings/{pairing_id}", summary="One pairing")
async def get_pairing(
    programme_id: Identifier, pairing_id: Identifier, caller: CoordinatorOrParticipant, read: Read, keys: Keys
) -> PairingView | OwnPairingView:
    """Return a pairing; a participant sees own ones only, a coordinator those of others."""
    pairing = await read.read(caller, programme_id, queries.get_pairing, caller, pairing_id)
    if pairing.role_of(caller.employee_id) is None:
        return view_pairing(pairing)
    reasons = await _reasons(read, keys, caller, programme_id, [pairing])
    return view_own_pairing(pairing, caller.employee_id, reasons)


@router.post("/pairings/{pairing_id}/end", summary="End a pairing")
async def end_pairing(
    programme_id: Identifier,
    pairing_id: Identifier,
    caller: CoordinatorOrParticipant,
    run: Run,
    keys: Keys,
    end: End | None = None,
) -> PairingView | OwnPairingView:
    """End a pairing, with a neutral reason. Ending an ended one changes nothing."""
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
        caller,
        programme_id,
        endings.leave_pairing,
        keys,
        pairing_id,
        caller.employee_id,
        wish.private_reason,
    )
    reasons = await _reasons(run, keys, caller, programme_id, [left])
    return view_own_pairing(left, caller.employee_id, reasons)


@router.delete("/pairings/{pairing_id}/private-reason", summary="Delete the caller's reason for leaving")
async def delete_private_reason(
    programme_id: Identifier, pairing_id: Identifier, caller: Participant, run: Run
) -> OwnPairingView:
    """Delete what the caller wrote down when leaving; nobody else could read it. This cannot be undone."""
    pairing = await run.command(
        caller, programme_id, endings.delete_private_reason, pairing_id, caller.require_employee()
    )
    return view_own_pairing(pairing, caller.employee_id, {})


async def _reasons(
    read: Runner, keys: MasterKeys, caller: Caller, programme_id: str, pairings: Sequence[Pairing]
) -> dict[str, str]:
    """Return the caller's own reasons; a key is read where there is one only."""
    if not any(each.reason_of(caller.employee_id) for each in pairings):
        return {}
    return await read.read(caller, programme_id, queries.read_reasons, keys, caller.employee_id, pairings)
