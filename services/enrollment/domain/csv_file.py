"""A CSV file row by row, read so that one damaged row costs no other."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_CELL_LINES: Final = 8
"""A quoted cell may span so many lines; a quote left open for longer is a stray one."""

_WORD: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row; bytes that are no UTF-8 are kept as lone surrogates (see `is_text`)."""

    line: int
    """Where it starts; the header is line 1."""
    cells: Sequence[str]
    """What can be told apart; of a damaged row just the first cell, if that."""
    raw: str
    """All its lines."""
    fault: str = ""
    """What is wrong with the row as a whole; empty where nothing is."""
    lines: int = 1

    def words(self) -> set[str]:
        """Everything in it that could be somebody's id, in lower case as ids are compared."""
        return set(_WORD.findall(self.raw.lower()))


def is_text(cell: str) -> bool:
    """Whether a cell was UTF-8 in the file."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_rows(content: bytes) -> Iterator[CsvRow]:
    """The rows of a file, without blank lines; after a damaged one it goes on with the next line.

    The first row, the header, says how many cells each of the others must have.
    """
    lines = [line.decode("utf-8", "surrogateescape") for line in content.splitlines(keepends=True)]
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    width, start = 0, 0
    while start < len(lines):
        row = _read_row(lines, start, width)
        start += row.lines
        if row.cells or row.fault:
            width = width or len(row.cells)
            yield row


def _read_row(lines: Sequence[str], start: int, width: int) -> CsvRow:
    reader = csv.reader(lines[start : start + LONGEST_CELL_LINES], strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        return _damaged(lines, start, f"is not CSV: {error}")
    used = reader.line_num
    if used > 1 and width and len(cells) != width:
        # A stray quote runs on into the next rows until it happens to be closed: only its own row is lost.
        return _damaged(lines, start, "is not CSV: a quote is not closed on this line")
    fault = (
        f"has {len(cells)} cells where the header has {width}"
        if width and cells and len(cells) != width
        else ""
    )
    return CsvRow(start + 1, cells, "".join(lines[start : start + used]), fault, used)


def _damaged(lines: Sequence[str], start: int, fault: str) -> CsvRow:
    raw = lines[start]
    first = raw.rstrip("\r\n").partition(",")[0]
    return CsvRow(start + 1, [first], raw, fault)
