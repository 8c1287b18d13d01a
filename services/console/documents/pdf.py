"""The common parts of the processes that draw documents: a document with our fonts, and their loop."""

import base64
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from fpdf import FPDF

from shared.runtime.answering import answer_lines

FONT: Final = "DejaVu"
INK: Final = (22, 32, 46)
BRAND: Final = (31, 75, 135)
_FONTS: Final = Path(__file__).parent / "fonts"


def new_document(
    orientation: Literal["portrait", "landscape"], *, language: str, title: str, made_at: str
) -> FPDF:
    """Begin a document on A4, and state what programs that read it aloud, or file it, ask for.

    Args:
        orientation: of its pages.
        language: of its words.
        title: what it is.
        made_at: in ISO format; the same contents are always the same file.
    """
    pdf = FPDF(orientation=orientation, format="A4")
    pdf.set_lang(language)
    pdf.set_title(title)
    pdf.set_creation_date(datetime.fromisoformat(made_at))
    pdf.add_font(FONT, "", _FONTS / "DejaVuSans.ttf")
    pdf.add_font(FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
    return pdf


def serve(draw: Callable[[dict[str, Any]], bytes]) -> None:
    """Draw until the console ends.

    Args:
        draw: makes a document as PDF of what was asked for, one as JSON a line.
    """
    answer_lines(lambda asked: {"drawing": base64.b64encode(draw(asked)).decode()})
