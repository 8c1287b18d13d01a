"""Rounds and the summary; for coordinators."""

from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from services.matching import queries
from services.matching.api.views import Limit, Offset, Page, ProposalView, RoundView
from services.matching.commands import rounds
from shared.kernel import Conflict, Identifier
from shared.runtime.auth import Caller, CallerRole, allow
from shared.service.commands import Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["rounds"])
Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]
_TRIES: Final = 3


class Approval(BaseModel):
    """Which proposals of a round not to publish."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"except": ["2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e"]}]}
    )

    excluded: Annotated[tuple[Identifier, ...], Field(alias="except", max_length=10_000)] = ()


@router.post("/rounds", status_code=201)
async def start_round(programme_id: str, caller: Coordinator, run: Run) -> RoundView:
    """Compute proposals over all ready people with a free place; nobody is asked before the approval."""
    for _ in range(_TRIES):
        snapshot = await run.read(caller, programme_id, rounds.take_snapshot)
        computed = await rounds.compute(snapshot)
        try:
            saved = await run.command(caller, programme_id, rounds.propose_round, computed)
        except rounds.SnapshotOutdated:
            continue
        return RoundView.model_validate(saved)
    raise Conflict("people or rules keep changing while the round is computed; try again in a moment")


@router.get("/rounds")
async def list_rounds(
    programme_id: str, caller: Coordinator, read: Read, limit: Limit = 100, offset: Offset = 0
) -> Page[RoundView]:
    """All rounds, the first one first."""
    found, total = await read.read(caller, programme_id, queries.list_rounds, limit, offset)
    return Page(items=[RoundView.model_validate(each) for each in found], total=total)


@router.get("/rounds/{round_id}")
async def get_round(programme_id: str, round_id: str, caller: Coordinator, read: Read) -> RoundView:
    """One round, with who was left unmatched and why."""
    return RoundView.model_validate(await read.read(caller, programme_id, queries.get_round, round_id))


@router.get("/rounds/{round_id}/proposals")
async def list_round_proposals(
    programme_id: str,
    round_id: str,
    caller: Coordinator,
    read: Read,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[ProposalView]:
    """A round's proposals, each with its explanation."""
    found, total = await read.read(
        caller, programme_id, queries.list_proposals, None, round_id, limit, offset
    )
    return Page(items=[ProposalView.model_validate(each) for each in found], total=total)


@router.post("/rounds/{round_id}/approval")
async def approve_round(
    programme_id: str, round_id: str, caller: Coordinator, run: Run, approval: Approval | None = None
) -> RoundView:
    """Publish a round's proposals to their people, but for those named in ``except``."""
    excluded = approval.excluded if approval else ()
    approved = await run.command(caller, programme_id, rounds.approve_round, round_id, excluded)
    return RoundView.model_validate(approved)


@router.get("/summary")
async def get_summary(programme_id: str, caller: Coordinator, read: Read) -> queries.Summary:
    """Ready people, proposals by state, pairings, time to match."""
    return await read.read(caller, programme_id, queries.summarise)
