"""Taking in an HR export: read it, check it against what is known, save it in many small transactions.

A crash in between leaves whole transactions only; the same file again completes what is missing.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from services.enrollment.commands import employees as commands
from services.enrollment.domain.export import Export, RowError, read_export
from services.enrollment.domain.hierarchy import check_managers
from services.enrollment.domain.hr_import import ERROR_CHUNK, HrImport, ImportMode
from services.enrollment.domain.leavers import check_leavers, find_leavers
from services.enrollment.queries import known_managers
from shared.kernel import RuleBroken
from shared.runtime.auth import Caller
from shared.service.commands import Runner

T = TypeVar("T")

CHUNK: Final = 1000
"""People in one transaction: well below MongoDB's limits, and a conflict repeats little work."""
PARTICIPANT_CHUNK: Final = 500


@dataclass(frozen=True)
class Outcome:
    """What came of a file."""

    record: HrImport
    errors: Sequence[RowError]
    """All of them, by line."""


@dataclass(frozen=True)
class _Plan:
    """A checked file: whom to save, who is gone."""

    export: Export
    leavers: Sequence[str]


async def import_export(
    run: Runner, caller: Caller, programme_id: str, content: bytes, mode: ImportMode, *, confirm_leavers: bool
) -> Outcome:
    """Take in one file.

    Raises:
        NotFound: no such programme.
        RuleBroken: the file as a whole is unusable, or would empty the organisation unconfirmed.
    """
    known = await run.read(caller, programme_id, known_managers, programme_id)
    # Reading a large file takes seconds of pure computation: not on the event loop.
    digest, plan = await asyncio.to_thread(
        _plan, content, caller.tenant, known, mode, confirm_leavers=confirm_leavers
    )
    id_ = await run.command(caller, programme_id, commands.begin_import, digest, mode)
    for people in _chunks(list(plan.export.employees.values()), CHUNK):
        await run.command(caller, programme_id, commands.take_in, id_, commands.Chunk(people))
    for leavers in _chunks(plan.leavers, PARTICIPANT_CHUNK):
        await run.command(caller, programme_id, commands.let_go, id_, leavers)
    await _refresh(run, caller, programme_id)
    errors = sorted(plan.export.errors)
    for index, faults in enumerate(_chunks(errors, ERROR_CHUNK)):
        await run.command(caller, programme_id, commands.note_errors, id_, index, faults)
    record = await run.command(
        caller,
        programme_id,
        commands.finish_import,
        id_,
        len(plan.export.employees),
        plan.export.rejected,
        len(errors),
    )
    return Outcome(record, errors)


async def _refresh(run: Runner, caller: Caller, programme_id: str) -> None:
    after: str | None = ""
    while after is not None:
        after = await run.command(caller, programme_id, commands.refresh_profiles, after, PARTICIPANT_CHUNK)


def _plan(
    content: bytes,
    tenant: str,
    known: dict[str, str | None],
    mode: ImportMode,
    *,
    confirm_leavers: bool,
) -> tuple[str, _Plan]:
    export = read_export(content, tenant)
    if mode is ImportMode.PARTIAL:
        check_managers(export, known)
        return hashlib.sha256(content).hexdigest(), _Plan(export, ())
    if not export.lines:
        raise RuleBroken("a full export with nobody in it is a mistake", field="mode")
    leavers = find_leavers(export, known)
    check_leavers(len(leavers), len(known), confirmed=confirm_leavers)
    check_managers(export, {id_: known[id_] for id_ in known.keys() - set(leavers)})
    return hashlib.sha256(content).hexdigest(), _Plan(export, leavers)


def _chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
