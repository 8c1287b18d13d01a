"""Pairs that are not to be matched again; for coordinators."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.matching.commands.pairings import do_not_match
from services.matching.domain.pairs.do_not_match import DoNotMatchCause
from services.matching.queries import do_not_match as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}/do-not-match", tags=["do not match"])

_PAIR: Final[JsonDict] = {
    "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "mentee_id": "0a9b8c7d6e5f40312233445566778899",
}


class NewDoNotMatch(BaseModel):
    """A pair to exclude from matching."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PAIR]})

    mentor_id: Identifier
    mentee_id: Identifier


class DoNotMatchView(BaseModel):
    """A pair excluded from matching, since when and for which cause; never at whose request."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
                    **_PAIR,
                    "cause": "declined",
                    "since": "2026-01-05T09:00:00Z",
                }
            ]
        },
    )

    id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    cause: DoNotMatchCause
    since: AwareDatetime


@router.post("", status_code=201, summary="Add a do-not-match entry")
async def add_do_not_match(
    programme_id: Identifier, new: NewDoNotMatch, caller: Coordinator, run: Run
) -> DoNotMatchView:
    """Exclude a pair from matching; an open proposal stays (a policy's ``must_not_pair`` withdraws it)."""
    return DoNotMatchView.model_validate(
        await run.command(
            caller,
            programme_id,
            do_not_match.add_do_not_match_as_coordinator,
            caller.employee_id,
            new.mentor_id,
            new.mentee_id,
        )
    )


@router.get("", summary="List do-not-match entries")
async def list_do_not_match(
    programme_id: Identifier, caller: Coordinator, read: Read, page: Paging
) -> Page[DoNotMatchView]:
    """List the pairs that are excluded from matching, oldest first."""
    entries = await read.read(caller, programme_id, queries.list_do_not_match, caller.employee_id, page)
    return Page.of(entries, DoNotMatchView.model_validate)


@router.delete("/{do_not_match_id}", status_code=204, summary="Remove a do-not-match entry")
async def lift(
    programme_id: Identifier,
    do_not_match_id: Annotated[Identifier, Path(description="Id of the do-not-match entry")],
    caller: Coordinator,
    run: Run,
) -> None:
    """Allow a pair again, from the next round on."""
    await run.command(caller, programme_id, do_not_match.lift, caller.employee_id, do_not_match_id)
