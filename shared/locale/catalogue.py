"""The catalogue of a service: its texts in each language, in a folder of gettext files."""

from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from shared.locale.languages import SOURCE_LANGUAGE
from shared.locale.voice import UTC, Voice


class Catalogue:
    """The translations of one service's texts; each language is read when it is first spoken.

    Args:
        folder: holds a ``.po`` file for each language but English.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.voice = lru_cache(maxsize=512)(self._voice)
        self._translations = lru_cache(maxsize=8)(self._load)

    def _voice(self, language: str, time_zone: str = UTC) -> Voice:
        """Return the voice for a language and a clock."""
        return Voice(language, time_zone, self._translations(language))

    def _load(self, language: str) -> NullTranslations:
        if language == SOURCE_LANGUAGE:
            return NullTranslations()
        with (self.folder / f"{language}.po").open("rb") as file:
            catalogue = read_po(file, locale=language)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        return Translations(compiled)
