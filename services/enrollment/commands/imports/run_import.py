"""The import of an HR export: have it read and checked, then save it in many small transactions.

A crash in between leaves whole transactions only; the same file again completes what is missing.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

from services.enrollment.commands.imports import transactions as commands
from services.enrollment.commands.imports.check_file import (
    FILE,
    KNOWN,
    LEAVERS,
    PEOPLE,
    Order,
    Reading,
    leavers_file,
    people_file,
)
from services.enrollment.commands.imports.row_reader import ImportReader
from services.enrollment.commands.sponsors import check_sponsors
from services.enrollment.domain.hr_import import ERROR_CHUNK, HrImport, ImportMode
from services.enrollment.domain.row_faults import RowError
from services.enrollment.domain.rows import email_key
from services.enrollment.queries.employees import employed_after
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Runner

CHUNK: Final = 500

Step = Callable[[UnitOfWork, str, int], Awaitable[str | None]]
"""Deals with some more after an id; returns the last one, or None when there are no more."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of an import."""

    record: HrImport
    errors: Sequence[RowError]
    warnings: Sequence[RowError]


@dataclass(frozen=True)
class ImportOptions:
    """The options of an import."""

    mode: ImportMode
    confirm_leavers: bool
    today: date


async def import_file(
    run: Runner,
    reader: ImportReader,
    caller: Caller,
    programme_id: str,
    file: IO[bytes],
    options: ImportOptions,
) -> Outcome:
    """Import one file; the caller holds the organisation's turn.

    Raises:
        RuleBroken: the file as a whole is unusable, or would empty the organisation unconfirmed.
    """
    async with _order(run, caller, programme_id, file, options) as order:
        reading = await reader.read(order)
        record = await _save(run, caller, programme_id, reading, order)
    return Outcome(record, reading.errors, reading.warnings)


async def read_file(
    run: Runner,
    reader: ImportReader,
    caller: Caller,
    programme_id: str,
    file: IO[bytes],
    options: ImportOptions,
) -> Reading:
    """Read one file as `import_file` would, and save nothing.

    Raises:
        RuleBroken: the file as a whole is unusable.
    """
    async with _order(run, caller, programme_id, file, options) as order:
        return await reader.read(order)


@asynccontextmanager
async def _order(
    run: Runner, caller: Caller, programme_id: str, file: IO[bytes], options: ImportOptions
) -> AsyncIterator[Order]:
    """Lay the file and the directory into a folder, which is removed when the block ends."""
    with TemporaryDirectory(prefix="import-") as name:
        folder = Path(name)
        await asyncio.to_thread(_keep, file, folder / FILE)
        await _write_directory(run, caller, programme_id, folder / KNOWN)
        yield Order(
            folder=folder,
            tenant=caller.tenant,
            mode=options.mode,
            today=options.today,
            confirm_leavers=options.confirm_leavers,
        )


def _keep(file: IO[bytes], path: Path) -> None:
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)


async def _write_directory(run: Runner, caller: Caller, programme_id: str, path: Path) -> None:
    """Write the directory by pages, so that other requests are served meanwhile."""
    with path.open("w", encoding="utf-8") as lines:
        page = await run.read(caller, programme_id, employed_after, "")
        while page:
            lines.writelines(
                json.dumps([person.id, person.manager_id, email_key(person.email)]) + "\n" for person in page
            )
            page = await run.read(caller, programme_id, employed_after, page[-1].id)


async def _save(run: Runner, caller: Caller, programme_id: str, reading: Reading, order: Order) -> HrImport:
    id_ = await run.command(caller, programme_id, commands.begin_import, reading.digest, order.mode)
    for index in range(reading.people_chunks):
        content = await asyncio.to_thread(people_file(order.folder, index).read_bytes)
        people = commands.Chunk(PEOPLE.validate_json(content))
        await run.command(caller, programme_id, commands.take_in, id_, people)
    for index in range(reading.leaver_chunks):
        leavers = LEAVERS.validate_json(leavers_file(order.folder, index).read_bytes())
        await run.command(caller, programme_id, commands.let_go, id_, leavers)
    for step in (commands.refresh_profiles, check_sponsors):
        await _walk(run, caller, programme_id, step)
    await _note(run, caller, programme_id, id_, reading)
    return await run.command(caller, programme_id, commands.finish_import, id_, reading.findings)


async def _walk(run: Runner, caller: Caller, programme_id: str, step: Step) -> None:
    """Repeat a step for all whom the file may concern, some in a transaction."""
    after: str | None = ""
    while after is not None:
        after = await run.command(caller, programme_id, step, after, CHUNK)


async def _note(run: Runner, caller: Caller, programme_id: str, import_id: str, reading: Reading) -> None:
    for kind, row_errors in (("", reading.errors), ("w", reading.warnings)):
        for index, start in enumerate(range(0, len(row_errors), ERROR_CHUNK)):
            faults = row_errors[start : start + ERROR_CHUNK]
            await run.command(caller, programme_id, commands.note_faults, import_id, kind, index, faults)
