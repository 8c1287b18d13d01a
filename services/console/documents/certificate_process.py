"""The process that draws certificates: one as JSON a line in, its PDF within JSON a line out."""

from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from services.console.documents.certificate import CertificateText
from services.console.documents.pdf import BRAND, FONT, INK, new_document, serve

_MARGIN: Final = 25.0


def draw(text: CertificateText) -> bytes:
    """Draw a certificate on one page."""
    title = f"{text.title}: {text.programme}"
    pdf = new_document("landscape", language=text.language, title=title, made_at=text.issued_at)
    pdf.set_auto_page_break(False)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.add_page()
    pdf.set_draw_color(*BRAND)
    pdf.set_line_width(0.8)
    pdf.rect(12, 12, pdf.w - 24, pdf.h - 24)
    pdf.set_y(30)
    _line(pdf, text.title, 30, bold=True, colour=BRAND, after=8)
    _line(pdf, text.name, 24, bold=True, after=3)
    _line(pdf, text.part, 13, after=3)
    _line(pdf, text.programme, 17, bold=True, after=6)
    for fact in text.facts:
        _line(pdf, fact, 12, after=1)
    pdf.set_y(pdf.h - 55)
    for line in text.check:
        _line(pdf, line, 10, after=1)
    _line(pdf, text.code, 13, bold=True)
    return bytes(pdf.output())


def _line(
    pdf: FPDF,
    text: str,
    size: int,
    *,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
    after: int = 0,
) -> None:
    """Write a centred line; a long one wraps."""
    pdf.set_font(FONT, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, text, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(after)


if __name__ == "__main__":
    serve(lambda asked: draw(CertificateText(**asked)))
