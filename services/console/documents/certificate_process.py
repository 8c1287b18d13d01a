"""The process that draws certificates: one as JSON a line in, its PDF within JSON a line out."""

import base64
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from services.console.documents.certificate import CertificateText

_FONTS: Final = Path(__file__).parent / "fonts"
_FONT: Final = "DejaVu"
_INK: Final = (22, 32, 46)
_BRAND: Final = (31, 75, 135)
_MARGIN: Final = 25.0


def draw(text: CertificateText) -> bytes:
    """Draw a certificate on one page."""
    pdf = FPDF(orientation="landscape", format="A4")
    _describe(pdf, text)
    pdf.add_font(_FONT, "", _FONTS / "DejaVuSans.ttf")
    pdf.add_font(_FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_auto_page_break(False)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.add_page()
    pdf.set_draw_color(*_BRAND)
    pdf.set_line_width(0.8)
    pdf.rect(12, 12, pdf.w - 24, pdf.h - 24)
    pdf.set_y(30)
    _line(pdf, text.title, 30, bold=True, colour=_BRAND, after=8)
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


def _describe(pdf: FPDF, text: CertificateText) -> None:
    """State what programs that read the document aloud, or file it, ask for."""
    pdf.set_lang(text.language)
    pdf.set_title(f"{text.title}: {text.programme}")
    pdf.set_creation_date(datetime.fromisoformat(text.issued_at))


def _line(
    pdf: FPDF,
    text: str,
    size: int,
    *,
    bold: bool = False,
    colour: tuple[int, int, int] = _INK,
    after: int = 0,
) -> None:
    """Write a centred line; a long one wraps."""
    pdf.set_font(_FONT, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, text, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(after)


def main() -> None:
    """Draw until the standard input closes, which it does when the console ends, however it ends."""
    for line in sys.stdin:
        try:
            drawn = draw(CertificateText(**json.loads(line)))
            answer = {"drawing": base64.b64encode(drawn).decode()}
        except (ValueError, TypeError) as error:
            answer = {"error": type(error).__name__}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
