"""Reading a file and checking it against the directory, into files of small chunks.

Run as ``python -m services.enrollment.commands.imports.check_file`` for large files: an order comes
on the input, the findings go to the output. So a large file is never in the service's memory, and its event
loop stays free.
"""

import hashlib
import json
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, TypeAdapter

from services.enrollment.domain.directory import DirectoryEntry
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.hr_import import Findings, ImportMode
from services.enrollment.domain.plan import Plan, plan_import
from services.enrollment.domain.row_faults import RowError
from shared.kernel import RuleBroken

PEOPLE_CHUNK: Final = 1000
"""The people of one transaction: well below MongoDB's limits, and a conflict repeats little work."""
LEAVER_CHUNK: Final = 500
FILE: Final = "export.csv"
KNOWN: Final = "known.jsonl"
_MEMORY_BYTES: Final = 2 << 30
_PROCESSOR_SECONDS: Final = 300
"""Ten times the need of the largest file, in processor time: waiting does not count."""
_NICENESS: Final = 5
"""The niceness of the process: requests take precedence over files."""

PEOPLE: Final = TypeAdapter(tuple[Employee, ...])
LEAVERS: Final = TypeAdapter(tuple[str, ...])

T = TypeVar("T")


class Order(BaseModel):
    """The order to read a folder, which holds the file and the directory, and receives the chunks."""

    folder: Path
    tenant: str
    mode: ImportMode
    today: date
    confirm_leavers: bool


class Outlook(BaseModel):
    """The changes that a file would make.

    Attributes:
        new: valid rows of people who are not employed so far.
        left: people who would count as having left.
        employed: people employed so far.
    """

    new: int
    left: int
    employed: int


class Reading(BaseModel):
    """The findings; the people themselves are in the chunks."""

    digest: str
    people_chunks: int
    leaver_chunks: int
    findings: Findings
    outlook: Outlook
    errors: tuple[RowError, ...]
    """By line."""
    warnings: tuple[RowError, ...]
    """By line."""


class Report(BaseModel):
    """The report of the process: its findings, or why the file is refused."""

    reading: Reading | None = None
    message: str = ""
    code: str = ""
    field: str | None = None


def people_file(folder: Path, index: int) -> Path:
    """Return the path of a chunk of people."""
    return folder / f"people-{index}.json"


def leavers_file(folder: Path, index: int) -> Path:
    """Return the path of a chunk of leavers."""
    return folder / f"leavers-{index}.json"


def read(order: Order) -> Reading:
    """Read a file, check it, and write what is to be saved in chunks.

    Raises:
        RuleBroken: the file as a whole is unusable, or would empty the organisation unconfirmed.
    """
    content = (order.folder / FILE).read_bytes()
    directory = dict(_directory(order.folder / KNOWN))
    plan = plan_import(
        content,
        order.tenant,
        directory,
        order.mode,
        today=order.today,
        confirm_leavers=order.confirm_leavers,
    )
    people, leavers = 0, 0
    for people, chunk in enumerate(_chunks(list(plan.export.employees.values()), PEOPLE_CHUNK), start=1):
        people_file(order.folder, people - 1).write_bytes(PEOPLE.dump_json(tuple(chunk)))
    for leavers, ids in enumerate(_chunks(plan.leavers, LEAVER_CHUNK), start=1):
        leavers_file(order.folder, leavers - 1).write_bytes(LEAVERS.dump_json(tuple(ids)))
    return Reading(
        digest=hashlib.sha256(content).hexdigest(),
        people_chunks=people,
        leaver_chunks=leavers,
        findings=_findings(plan),
        outlook=Outlook(
            new=len(plan.export.employees.keys() - directory.keys()),
            left=len(plan.leavers),
            employed=len(directory),
        ),
        errors=tuple(sorted(plan.export.errors)),
        warnings=tuple(sorted(plan.export.warnings)),
    )


def _findings(plan: Plan) -> Findings:
    export = plan.export
    return Findings(
        accepted=len(export.employees),
        rejected=export.rejected,
        inactive=len(export.gone),
        error_count=len(export.errors),
        warning_count=export.warning_count,
        kept_warnings=len(export.warnings),
        ignored_columns=tuple(export.ignored),
    )


def _directory(path: Path) -> Iterator[tuple[str, DirectoryEntry]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            employee_id, manager_id, email = json.loads(line)
            yield employee_id, DirectoryEntry(manager_id, email)


def _chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def main() -> None:
    """Read one file as a process of its own."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    order = Order.model_validate_json(sys.stdin.buffer.read())
    try:
        report = Report(reading=read(order))
    except RuleBroken as error:
        report = Report(message=error.message, code=error.code, field=error.field)
    sys.stdout.write(report.model_dump_json())


if __name__ == "__main__":
    main()
