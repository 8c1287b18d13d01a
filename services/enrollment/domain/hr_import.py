"""The record of one HR import: the result of a file, over any number of attempts."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from services.enrollment.domain.row_faults import RowError
from shared.contracts.enrollment import EmployeesImported, EnrollmentEvent
from shared.kernel import Aggregate, Conflict, Identifier

ERROR_CHUNK: Final = 500
"""Faults in one document."""
KEPT_DAYS: Final = 30
"""Imports and the faults they found are kept for this long."""
TURN: Final = "turn"
"""The id of an organisation's only turn to import."""


class ImportMode(StrEnum):
    """Whether people missing from the file have left (full) or were just not exported (partial)."""

    FULL = "full"
    PARTIAL = "partial"


class InProgress(Conflict):
    """Another import of the organisation is in progress."""


class ImportTurn(Aggregate):
    """An organisation's turn to import, which one import at a time holds.

    Attributes:
        owner: the import that holds it.
        until: when it is free again unless its owner renews it, by the machine's time.
    """

    owner: str
    until: datetime

    def held_against(self, owner: str, now: datetime) -> bool:
        """Return whether another import holds it."""
        return self.owner != owner and self.until > now


class ErrorChunk(Aggregate):
    """Some of the faults an import found, or of its warnings."""

    errors: tuple[RowError, ...]


class HrImport(Aggregate):
    """One file in one mode; the same file again continues or repeats the same import.

    Attributes:
        file: the same for the same content in the same mode, and computable only with the platform's key.
        mode: full or partial.
        accepted: valid rows.
        rejected: refused rows.
        inactive: rows of people who are no longer employed.
        changed_rows: people new or changed, since the last time it was finished.
        left: people found to have left, since the last time it was finished.
        error_count: faults found in the rows; kept in chunks of their own.
        warning_count: warnings, of which the first are kept in chunks of their own.
        kept_warnings: how many those are.
        ignored_columns: columns of the file that are not read.
        finished_at: when it was finished.
    """

    file: str
    mode: ImportMode
    accepted: int = 0
    rejected: int = 0
    inactive: int = 0
    changed_rows: int = 0
    left: int = 0
    error_count: int = 0
    warning_count: int = 0
    kept_warnings: int = 0
    ignored_columns: tuple[str, ...] = ()
    finished_at: datetime | None = None

    def restart(self) -> Self:
        """Restart a finished import from zero; an unfinished one continues its counts."""
        return self.changed(changed_rows=0, left=0, finished_at=None) if self.finished_at else self

    def count(self, *, changed_rows: int = 0, left: int = 0) -> Self:
        """Add the counts of one transaction."""
        return self.changed(changed_rows=self.changed_rows + changed_rows, left=self.left + left)

    def finish(self, findings: "Findings", now: datetime) -> tuple[Self, list[EnrollmentEvent]]:
        """End the import; one that changed nothing, or lost against a parallel one, publishes nothing."""
        if self.finished_at:
            return self, []
        ended = self.changed(**findings.model_dump(), finished_at=now)
        if self.version and not (self.changed_rows or self.left):
            return ended, []
        imported = EmployeesImported(
            import_id=self.id, accepted=findings.accepted, rejected=findings.rejected, left=self.left
        )
        return ended, [imported]


class Findings(BaseModel):
    """The findings about a file."""

    model_config = ConfigDict(frozen=True)

    accepted: int
    rejected: int
    inactive: int = 0
    error_count: int = 0
    warning_count: int = 0
    kept_warnings: int = 0
    ignored_columns: tuple[str, ...] = ()


def chunk_id(import_id: str, kind: str, index: int) -> Identifier:
    """Return the id of an import's chunk of faults or warnings, the first being 0."""
    return f"{import_id}-{kind}{index}"
