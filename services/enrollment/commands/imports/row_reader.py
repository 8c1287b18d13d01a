"""Having files read: small ones in a thread, large ones in a process of their own, one at a time."""

import asyncio
from typing import Final

from services.enrollment.commands.imports.check_file import FILE, Order, Reading, Report, read
from shared.kernel import RuleBroken
from shared.runtime.logging import get_logger
from shared.service import run_once

log = get_logger(__name__)

_MODULE: Final = "services.enrollment.commands.imports.check_file"
SMALL_BYTES: Final = 300_000
"""A file of this size takes a fraction of a second, less than the start of a process."""


class ImportReader:
    """Reads files of all tenants, one after the other; none waits twice for another, which has one import."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def read(self, order: Order) -> Reading:
        """Read a file.

        Raises:
            RuleBroken: the file as a whole is unusable, or would empty the organisation unconfirmed.
        """
        async with self._turn:
            if (order.folder / FILE).stat().st_size <= SMALL_BYTES:
                return await asyncio.to_thread(read, order)
            return await _in_a_process(order)


async def _in_a_process(order: Order) -> Reading:
    code, output = await run_once(_MODULE, order.model_dump_json().encode())
    if code:
        log.warning("file could not be read", code=code)
        raise RuleBroken("the file could not be read; send it in parts", code="file-unreadable", field="file")
    report = Report.model_validate_json(output)
    if report.reading is None:
        raise RuleBroken(report.message, code=report.code, field=report.field)
    return report.reading
