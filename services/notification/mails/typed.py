"""Text that people typed, made harmless: it becomes no header, no link and no markup.

Markup is escaped where HTML is made; this removes what would act in plain text or in a header.
"""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 80
_JOINS_AN_ADDRESS: Final = re.compile(r"(?<=\S)[.:](?=\S)|[/\\@<>\[\]{}`|]|=\?|\?=")
"""Patterns that mail programs take for a link or an address in text, or for an encoded word in a header."""


def harmless(text: str) -> str:
    """Return one line without control characters, marks of direction and what makes a link.

    ``www.example.org`` becomes ``www example org``; an initial keeps its dot: ``J. Doe``.
    """
    if not text.isprintable():
        text = "".join(" " if _is_control(character) else character for character in text)
    unlinked = _JOINS_AN_ADDRESS.sub(" ", text)
    return " ".join(unlinked.split())[:_LONGEST].strip()


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
