"""The process that draws reports: one as JSON a line in, its PDF within JSON a line out."""

from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from services.console.documents.pdf import BRAND, FONT, INK, new_document, serve

_MARGIN: Final = 18.0
_RANGE: Final = (228, 231, 236)
_PAPER: Final = (255, 255, 255)
_BAR_HEIGHT: Final = 3.0


def draw(report: dict[str, Any]) -> bytes:
    """Draw a report: its key results with a bar each, then a table for each subject.

    Args:
        report: the fields of a `Report`.
    """
    title = f"{report['title']}: {report['programme']}"
    made_at = report["as_of"] or report["begun"]
    pdf = new_document("portrait", language=report["language"], title=title, made_at=made_at)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, margin=_MARGIN)
    pdf.add_page()
    _line(pdf, report["title"], 20, bold=True, colour=BRAND)
    _line(pdf, report["programme"], 14, bold=True)
    _line(pdf, report["period"], 10)
    _line(pdf, report["state"], 10)
    words = report["words"]
    _heading(pdf, words["results"])
    for result in report["results"]:
        _result(pdf, result, words)
    if not report["results"]:
        _line(pdf, words["no-results"], 9)
    for part in report["parts"]:
        _part(pdf, part, words)
    return bytes(pdf.output())


def _result(pdf: FPDF, result: dict[str, Any], words: dict[str, str]) -> None:
    """Write a key result in words, above its bar where there is a measure."""
    if pdf.will_page_break(24):
        pdf.add_page()
    _line(pdf, result["name"], 10, bold=True)
    _line(pdf, result["measure"], 9)
    if result["details"]:
        _line(pdf, result["details"], 9)
    values = (
        f"{words['baseline']}: {result['baseline_shown']}",
        f"{words['now']}: {result['shown']}",
        f"{words['target']}: {result['target_shown']}",
    )
    _line(pdf, " · ".join((*values, *([result["distance"]] if result["distance"] else []))), 9)
    if result["actual"] is not None:
        _bar(pdf, result["places"])
    pdf.ln(3)


def _bar(pdf: FPDF, places: list[float]) -> None:
    """Draw the way from the baseline (dot) to the measure (bar) and the target (line)."""
    start, now, target = (pdf.epw * place / 100 for place in places)
    top = pdf.get_y() + 1
    pdf.set_fill_color(*_RANGE)
    pdf.rect(pdf.l_margin, top, pdf.epw, _BAR_HEIGHT, style="F")
    pdf.set_fill_color(*BRAND)
    pdf.rect(pdf.l_margin, top + 0.75, now, _BAR_HEIGHT / 2, style="F")
    pdf.set_fill_color(*INK)
    pdf.circle(pdf.l_margin + start, top + _BAR_HEIGHT / 2, 0.9, style="F")
    pdf.rect(pdf.l_margin + target, top - 0.75, 0.7, _BAR_HEIGHT + 1.5, style="F")
    pdf.set_fill_color(*_PAPER)
    pdf.set_y(top + _BAR_HEIGHT + 1)


def _part(pdf: FPDF, part: dict[str, Any], words: dict[str, str]) -> None:
    if pdf.will_page_break(30):
        pdf.add_page()
    _heading(pdf, part["title"])
    if part["hint"]:
        _line(pdf, part["hint"], 8)
    pdf.set_font(FONT, "", 9)
    pdf.set_text_color(*INK)
    heads = [words[name] for name in ("figure", "value", "people", "serves")]
    with pdf.table(
        col_widths=(44, 21, 14, 21),
        text_align=("LEFT", "RIGHT", "RIGHT", "LEFT"),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD"),
        line_height=5,
    ) as table:
        table.row(heads)
        for figure in part["figures"]:
            people = figure["people_shown"]
            table.row([figure["name"], figure["shown"], people, ", ".join(figure["serves"])])
    pdf.ln(2)
    for note in part["notes"]:
        _line(pdf, note, 8)


def _heading(pdf: FPDF, text: str) -> None:
    pdf.ln(4)
    _line(pdf, text, 13, bold=True, colour=BRAND)


def _line(pdf: FPDF, text: str, size: int, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
    """Write a line; a long one wraps."""
    pdf.set_font(FONT, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


if __name__ == "__main__":
    serve(draw)
