"""The catalogues of translations: what is to be translated, and what is.

``python -m tools.messages`` brings the catalogues up to date; then fill in what is empty or marked fuzzy.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from services.notification.mails.locale import CATALOGUES, LANGUAGES, SOURCE_LANGUAGE

_ROOT: Final = CATALOGUES.parents[1]
_KEYWORDS: Final = {"say": None, "say_count": (1, 2)}
TRANSLATED: Final = tuple(code for code in LANGUAGES if code != SOURCE_LANGUAGE)


def extract() -> Catalog:
    """Return the texts that the sources hold."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(_ROOT, [("**.py", "python")], keywords=_KEYWORDS)
    for _, _, text, _, _ in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(text)
    return catalogue


def load(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one for a new language."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def faults(language: str) -> Iterator[str]:
    """Yield what is missing, fuzzy or no longer used in a catalogue."""
    catalogue, texts = load(language), extract()
    for message in texts:
        translated = catalogue.get(message.id) if message.id else message
        if translated is None or not all(_forms(translated.string)):
            if message.id:
                yield f"missing: {message.id}"
        elif translated.fuzzy and message.id:
            yield f"fuzzy: {message.id}"
    yield from (f"not used: {message.id}" for message in catalogue if message.id and message.id not in texts)
    yield from (f"not used: {id_}" for id_ in catalogue.obsolete)


def _forms(string: object) -> tuple[object, ...]:
    return string if isinstance(string, tuple) else (string,)


def update(language: str) -> None:
    """Bring a catalogue up to date with the sources."""
    catalogue = load(language)
    catalogue.update(extract())
    catalogue.obsolete.clear()
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, no_location=True, sort_output=True)
    Path(CATALOGUES / f"{language}.po").write_bytes(buffer.getvalue())


def main() -> None:
    """Update all catalogues and print what is left to do."""
    for language in TRANSLATED:
        update(language)
        for fault in faults(language):
            print(f"{language}: {fault}")


if __name__ == "__main__":
    main()
