"""Find phrases that the style guide replaces: ``python -m tools.prose`` prints them and returns 1.

It reads the docstrings, comments and texts of all folders, and the documents.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parents[1]

FOLDERS: Final = (
    "benchmarks",
    "chaos",
    "demo",
    "devstack",
    "fuzz",
    "services",
    "shared",
    "simulation",
    "tests",
    "tools",
)
DOCUMENTS: Final = ("*.md", "docs/**/*.md", ".github/**/*.md")
EXEMPT: Final = ("CONTRIBUTING.md", "docs/glossary.md", "tests/contract/test_prose.py")
"""The files that name the phrases in order to replace them."""

PHRASES: Final = {
    re.compile(pattern): better
    for pattern, better in (
        (r"\b[Ss]o many\b", "a number, or 'this many'"),
        (r"\b[Ss]o long\b(?! that)", "while, or 'this long'"),
        (r"\b(is|was|are|were|be|goes|go|went) away\b", "unavailable"),
        (r"\b(is|are|was|were|be|been|being|nobody|who) told\b", "a verb that names the act"),
        (r"\bWhoever\b|\bwhoever\b", "the noun: the participant, the process"),
        (r"(?:^|[.:] )Who\b(?! (?:chooses|can)\b)(?![^.]*\?)", "the noun: participants who …"),
        (r"(?:^|\. )What\b(?!-if| you | waits for you)(?![^.]*\?)", "the noun: the rules, the answer"),
        (r"\b(?:a|the|each|one|every) looks?\b(?! (?:up|like)\b)", "a scan, a check"),
        (r"\b(cancelled|failures|silences|cancellations|tries|twice) running\b", "in a row"),
    )
}


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments and the strings with several words of a module, with their lines."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.removeprefix("# ")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            for offset, line in enumerate(node.value.splitlines()):
                yield node.lineno + offset, line.strip()


def findings(text: str) -> Iterator[str]:
    """Yield each phrase that a text should not have, with what to write instead."""
    for phrase, better in PHRASES.items():
        for match in phrase.finditer(text):
            yield f"'{match[0].strip('.: ')}': write {better}"


def _without_exempt(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if str(path.relative_to(PROJECT)) not in EXEMPT)


def check() -> Iterator[str]:
    """Yield the findings in the folders and the documents, one line each."""
    for folder in FOLDERS:
        for path in _without_exempt((PROJECT / folder).rglob("*.py")):
            for line, text in texts(path.read_text()):
                yield from (f"{path.relative_to(PROJECT)}:{line}: {finding}" for finding in findings(text))
    for pattern in DOCUMENTS:
        for path in _without_exempt(PROJECT.glob(pattern)):
            for line, text in enumerate(path.read_text().splitlines(), start=1):
                yield from (f"{path.relative_to(PROJECT)}:{line}: {finding}" for finding in findings(text))


def main() -> int:
    """Print the findings; return 1 if there are any."""
    lines = list(check())
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
