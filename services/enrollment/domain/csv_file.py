"""A CSV file row by row, read so that one damaged row costs no other."""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.enrollment.domain.row_faults import BadCell, HrFault
from shared.kernel import RuleBroken

LONGEST_CELL_LINES: Final = 8
"""The lines that a quoted cell may span; a quote left open for longer is a stray one."""
LONGEST_LINE: Final = 20_000
"""The most characters of a line; a longer one is damaged and not read."""
MOST_LINE_ENDS: Final = 1_000_000
"""The most line ends, blank lines included; a Windows line end counts twice."""
MOST_COLUMNS: Final = 200
SEPARATORS: Final = ",;\t|"

_WORD: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}")
_STATED_SEPARATOR: Final = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row; bytes that are no UTF-8 are kept as lone surrogates (see `is_text`)."""

    line: int
    """The line on which the row starts; the first line of the file is line 1."""
    cells: Sequence[str]
    """The cells that can be separated; of a damaged row at most the first."""
    raw: str
    """All its lines."""
    fault: BadCell | None = None
    """The fault of the row as a whole."""
    lines: int = 1

    def words(self) -> set[str]:
        """Everything in it that could be somebody's id, in lower case as ids are compared."""
        return set(_WORD.findall(self.raw[:LONGEST_LINE].lower()))

    @property
    def is_blank(self) -> bool:
        """Whether it has separators and spaces only, as spreadsheets leave them at the end of a file."""
        return not any(cell.strip() for cell in self.cells)


def is_text(cell: str) -> bool:
    """Return whether a cell was UTF-8 in the file."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_rows(content: bytes, columns: Collection[str]) -> Iterator[CsvRow]:
    """Read a file's rows, the header first; blank ones are left out.

    After a damaged row it goes on with the next line. The header decides how many cells each of the others
    must have, and by the columns that it names, which separator the file uses.

    Args:
        content: the file.
        columns: names of columns that a header may have.

    Raises:
        RuleBroken: the file is UTF-16, or has more lines than any export.
    """
    if content.startswith(_UTF_16):
        raise RuleBroken("the file is UTF-16; save it as CSV in UTF-8", code="file-in-utf-16", field="header")
    if content.count(b"\n") + content.count(b"\r") > MOST_LINE_ENDS:
        raise RuleBroken("the file has too many lines", code="too-many-lines", field="file")
    lines = [line.decode("utf-8", "surrogateescape") for line in content.splitlines(keepends=True)]
    start, separator = _find_header(lines, columns)
    reader = _Reader(lines, separator)
    while start < len(lines):
        row = reader.read(start)
        start += row.lines
        if row.fault or not row.is_blank:
            reader.width = reader.width or len(row.cells)
            yield row


def check_header(
    row: CsvRow | None, needed: Sequence[tuple[str, ...]], optional: Sequence[str] = ()
) -> list[str]:
    """Return the names of the columns.

    Args:
        row: the first one of the file, if it has any.
        needed: the columns that there must be; of each group one is enough.
        optional: others that are read.

    Raises:
        RuleBroken: it is damaged, lacks a column, repeats one, or has too many.
    """
    if row and row.fault:
        raise RuleBroken(f"the header {row.fault}", code="header-unreadable", field="header")
    header = [cell.strip() for cell in row.cells] if row else []
    if len(header) > MOST_COLUMNS:
        raise RuleBroken(
            "a file may have {most} columns at most",
            code="too-many-columns",
            most=MOST_COLUMNS,
            field="header",
        )
    missing = [" / ".join(group) for group in needed if not set(group) & set(header)]
    if missing:
        hint = "" if len(missing) < len(needed) else "; cells are separated by commas, semicolons, tabs or |"
        raise RuleBroken(
            "the header lacks: {columns}{hint}",
            code="columns-missing",
            columns=", ".join(missing),
            hint=hint,
            field="header",
        )
    read = [*(name for group in needed for name in group), *optional]
    twice = [column for column in read if header.count(column) > 1]
    if twice:
        raise RuleBroken(
            "the header repeats: {names}", code="columns-repeated", names=", ".join(twice), field="header"
        )
    return header


def at_most(rows: Iterator[CsvRow], most: int) -> Iterator[CsvRow]:
    """Yield the rows.

    Raises:
        RuleBroken: there are more.
    """
    for number, row in enumerate(rows, start=1):
        if number > most:
            raise RuleBroken(
                "a file may have {most} rows at most", code="too-many-rows", most=most, field="file"
            )
        yield row


def _find_header(lines: list[str], columns: Collection[str]) -> tuple[int, str]:
    """Return the header's index and the separator: as stated, or the one that yields the most columns."""
    if not lines:
        return 0, SEPARATORS[0]
    lines[0] = lines[0].removeprefix("\ufeff")
    stated = _STATED_SEPARATOR.fullmatch(lines[0])
    if stated:
        return 1, stated[1]
    header = next((line for line in lines if line.strip(SEPARATORS + " \r\n")), "")[:LONGEST_LINE]
    return 0, max(SEPARATORS, key=lambda separator: len(_names(header, separator) & set(columns)))


def _names(header: str, separator: str) -> set[str]:
    return {cell.strip(' "\r\n') for cell in header.split(separator)}


class _Reader:
    """Reads rows out of lines.

    Args:
        lines: of the whole file.
        separator: between cells.

    Attributes:
        width: how many cells a row must have; 0 while that is unknown.
    """

    def __init__(self, lines: Sequence[str], separator: str) -> None:
        self.width = 0
        self._lines = lines
        self._separator = separator

    def read(self, start: int) -> CsvRow:
        """Read the row that starts at a line."""
        window = self._lines[start : start + LONGEST_CELL_LINES]
        if len(window[0]) > LONGEST_LINE:
            too_long = BadCell(HrFault.ROW_TOO_LONG, "is longer than {most} characters", most=LONGEST_LINE)
            return self._damaged(start, too_long)
        reader = csv.reader(window, delimiter=self._separator, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            return self._damaged(start, BadCell(HrFault.ROW_NOT_CSV, f"is not CSV: {error}"))
        used = reader.line_num
        row = CsvRow(start + 1, cells, "".join(window[:used]), lines=used)
        if not self.width or len(cells) == self.width or row.is_blank:
            return row
        if used > 1:
            # A stray quote runs on into the next rows until one closes it: only its own row is lost.
            quote = BadCell(HrFault.QUOTE_OPEN, "is not CSV: a quote is not closed on this line")
            return self._damaged(start, quote)
        fault = BadCell(
            HrFault.ROW_WIDTH,
            "has {cells} cells where the header has {columns}",
            cells=len(cells),
            columns=self.width,
        )
        return CsvRow(start + 1, cells, row.raw, fault, used)

    def _damaged(self, start: int, fault: BadCell) -> CsvRow:
        raw = self._lines[start]
        first = raw[:LONGEST_LINE].rstrip("\r\n").partition(self._separator)[0]
        return CsvRow(start + 1, [first], raw, fault)
