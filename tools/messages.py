"""The catalogues of translations: what is to be translated, and what is.

``python -m tools.messages`` brings the catalogues up to date; then fill in what is empty or marked fuzzy.
With ``--check`` it changes nothing, and fails if anything is missing, fuzzy or no longer used.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from services.console.locale import CATALOGUE as PAGES
from services.notification.mails.locale import CATALOGUE as MAILS
from shared.locale import LANGUAGES, SOURCE_LANGUAGE

SERVICES: Final = Path(__file__).parents[1] / "services"
CATALOGUES: Final = {"notification": MAILS.folder, "console": PAGES.folder}
"""The folder of the catalogue of each service that people read."""
TRANSLATED: Final = tuple(code for code in LANGUAGES if code != SOURCE_LANGUAGE)
_KEYWORDS: Final = {"say": None, "translatable": None, "say_count": (1, 2), "countable": (1, 2)}
_SOURCES: Final = [("**.py", "python"), ("templates/**.html", "jinja2")]


def extract(service: str) -> Catalog:
    """Return the texts that the sources of a service hold."""
    catalogue = Catalog(charset="utf-8")
    texts = extract_from_dir(SERVICES / service, _SOURCES, keywords=_KEYWORDS)
    for _, _, text, _, _ in sorted(texts, key=lambda each: (each[0], each[1])):
        catalogue.add(text)
    return catalogue


def load(service: str, language: str) -> Catalog:
    """Return the catalogue of a language; an empty one for a new language."""
    path = CATALOGUES[service] / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def faults(service: str, language: str) -> Iterator[str]:
    """Yield what is missing, fuzzy or no longer used in a catalogue."""
    catalogue, texts = load(service, language), extract(service)
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


def update(service: str, language: str) -> None:
    """Bring a catalogue up to date with the sources."""
    catalogue = load(service, language)
    catalogue.update(extract(service))
    catalogue.obsolete.clear()
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, no_location=True, sort_output=True)
    Path(CATALOGUES[service] / f"{language}.po").write_bytes(buffer.getvalue())


def main() -> int:
    """Update all catalogues unless they are only checked; print what is left to do."""
    check = "--check" in sys.argv[1:]
    left = 0
    for service in CATALOGUES:
        for language in TRANSLATED:
            if not check:
                update(service, language)
            for fault in faults(service, language):
                left += 1
                print(f"{service} {language}: {fault}")
    return 1 if check and left else 0


if __name__ == "__main__":
    sys.exit(main())
