"""Training completed in a learning system, by a file of it."""

import asyncio
from typing import Any, Final, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import completions as commands
from services.enrollment.commands.completions import Recorded
from services.enrollment.domain.completion_file import CompletionRow, FaultyRow, RowFault, read_completions
from shared.runtime.quotas import HEAVY, costs
from shared.service import Coordinator, RunMany, large_body, received_file

router = APIRouter(tags=["training"], prefix="/programmes/{programme_id}")

_CHUNK: Final = 100
"""Rows in one transaction."""
_MOST_SHOWN: Final = 1000
_TYPES: Final = ("text/csv", "text/plain")
_FILE = "employee_id,module,completed_on\ne000042,confidentiality,2026-01-08\n"
_IN_OPENAPI: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {name: {"schema": {"type": "string"}, "example": _FILE} for name in _TYPES},
    }
}
_FAULT: Final[JsonDict] = {"line": 4, "field": "module", "code": "unknown-training"}


class RowFaultView(BaseModel):
    """A row that was not taken: its line, from 1 with the header, the column, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FAULT]})

    line: int
    field: str
    code: RowFault

    @classmethod
    def of(cls, faulty: FaultyRow) -> Self:
        """Show a row that was not taken."""
        return cls(line=faulty.line, field=faulty.field, code=faulty.fault)


class CompletionsView(BaseModel):
    """The outcome of a file."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"recorded": 37, "unchanged": 2, "rejected": 1, "faults": [_FAULT]}]}
    )

    recorded: int
    """Completions that are new."""
    unchanged: int
    """Completions that were known already."""
    rejected: int
    """Rows that were not taken."""
    faults: list[RowFaultView]
    """The first thousand of these, by line."""

    @classmethod
    def of(cls, outcome: Recorded) -> Self:
        """Show the outcome."""
        faults = sorted(outcome.faults, key=lambda each: each.line)
        return cls(
            recorded=outcome.recorded,
            unchanged=outcome.unchanged,
            rejected=len(faults),
            faults=[RowFaultView.of(each) for each in faults[:_MOST_SHOWN]],
        )


@router.post(
    "/training-completions",
    summary="Record training completed in a learning system",
    openapi_extra=_IN_OPENAPI,
    dependencies=[large_body(*_TYPES), costs(HEAVY)],
)
async def record_completions(
    programme_id: ProgrammeId, caller: Coordinator, request: Request, run: RunMany
) -> CompletionsView:
    """Record the rows that name a participant and a module, and report the others by line.

    Columns are ``employee_id`` or ``email``, ``module`` and ``completed_on`` (a day such as 2026-01-08).
    Where a row has both, the id counts. Sending the same file again changes nothing. A person who takes no
    part is the same as nobody. A file has 10,000 rows at most.
    """
    state, outcome = request.app.state, Recorded()
    async with received_file(request, state.settings.max_file_bytes) as file:
        content = await asyncio.to_thread(file.read)
        read = await asyncio.to_thread(read_completions, content, state.clock.now().date())
    outcome.faults += [each for each in read if isinstance(each, FaultyRow)]
    rows = [each for each in read if isinstance(each, CompletionRow)]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        done = await run.command(caller, programme_id, commands.record_completions, chunk, caller.sub)
        outcome.recorded += done.recorded
        outcome.unchanged += done.unchanged
        outcome.faults += done.faults
    return CompletionsView.of(outcome)
