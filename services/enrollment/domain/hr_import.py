"""The record of one HR import: what came of a file, however many goes it took."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.enrollment.domain.export import RowError
from shared.contracts.enrollment import EmployeesImported, EnrollmentEvent
from shared.kernel import Aggregate, Identifier, MakeId, Scope

ERROR_CHUNK: Final = 500
"""Faults in one document."""


class ImportMode(StrEnum):
    """Whether people missing from the file have left (full) or were just not exported (partial)."""

    FULL = "full"
    PARTIAL = "partial"


class ErrorChunk(Aggregate):
    """Some of the faults an import found: a damaged file has more than one document can hold."""

    errors: tuple[RowError, ...]


class HrImport(Aggregate):
    """One file in one mode; the same file again continues or repeats the same import."""

    mode: ImportMode
    accepted: int = 0
    rejected: int = 0
    changed_rows: int = 0
    """People new or changed, since the last time it was finished."""
    left: int = 0
    """People found to have left, since the last time it was finished."""
    error_count: int = 0
    """Faults found in the rows; kept in chunks of their own."""
    finished_at: datetime | None = None

    def restart(self) -> Self:
        """Begin a finished import again from zero; an unfinished one goes on counting."""
        return self.changed(changed_rows=0, left=0, finished_at=None) if self.finished_at else self

    def count(self, *, changed_rows: int = 0, left: int = 0) -> Self:
        """Add what one transaction did."""
        return self.changed(changed_rows=self.changed_rows + changed_rows, left=self.left + left)

    def finish(
        self, accepted: int, rejected: int, error_count: int, now: datetime
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """End it; a repetition that changed nothing, or the loser of two at once, has nothing to tell."""
        if self.finished_at:
            return self, []
        ended = self.changed(accepted=accepted, rejected=rejected, error_count=error_count, finished_at=now)
        if self.version and not (self.changed_rows or self.left):
            return ended, []
        told = EmployeesImported(import_id=self.id, accepted=accepted, rejected=rejected, left=self.left)
        return ended, [told]


def import_id(make_id: MakeId, scope: Scope, digest: str, mode: ImportMode) -> Identifier:
    """The id of a file's import.

    Args:
        make_id: makes ids of parts.
        scope: whose file, and through which programme it came.
        digest: of the file's content.
        mode: full or partial.
    """
    return make_id("import", scope.tenant, scope.programme, digest, mode.value)


def chunk_id(import_id: str, index: int) -> Identifier:
    """The id of an import's chunk of faults, the first being 0."""
    return f"{import_id}-{index}"
