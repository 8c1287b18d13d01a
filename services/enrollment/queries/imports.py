"""Imports, their faults and warnings."""

from collections.abc import Sequence

from services.enrollment.domain.hr_import import ERROR_CHUNK, HrImport, chunk_id
from services.enrollment.domain.row_faults import RowError
from services.enrollment.store import IMPORT_ERRORS, IMPORTS, PROGRAMMES
from shared.messaging import UnitOfWork
from shared.service import PageRequest


async def get_import(
    uow: UnitOfWork, import_id: str, page: PageRequest
) -> tuple[HrImport, Sequence[RowError], Sequence[RowError]]:
    """Return one import, and a page each of the faults and the warnings, by line."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    record = await uow.require(IMPORTS, import_id)
    errors = await _faults(uow, import_id, "", _part(page, record.error_count))
    warnings = await _faults(uow, import_id, "w", _part(page, record.kept_warnings))
    return record, errors, warnings


def _part(page: PageRequest, count: int) -> range:
    return range(page.offset, min(page.offset + page.limit, count))


async def _faults(uow: UnitOfWork, import_id: str, kind: str, part: range) -> Sequence[RowError]:
    if not part:
        return ()
    indexes = range(part.start // ERROR_CHUNK, (part.stop - 1) // ERROR_CHUNK + 1)
    chunks = [await uow.require(IMPORT_ERRORS, chunk_id(import_id, kind, index)) for index in indexes]
    first = part.start % ERROR_CHUNK
    return [error for chunk in chunks for error in chunk.errors][first : first + len(part)]
