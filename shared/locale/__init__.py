"""Languages: which one a reader gets, the catalogues of translations, and dates and numbers by CLDR."""

from shared.locale.catalogue import Catalogue
from shared.locale.languages import (
    LANGUAGES,
    OWN_NAMES,
    SOURCE_LANGUAGE,
    choose_language,
    read_accept_language,
)
from shared.locale.voice import UTC, Voice, translatable

__all__ = [
    "LANGUAGES",
    "OWN_NAMES",
    "SOURCE_LANGUAGE",
    "UTC",
    "Catalogue",
    "Voice",
    "choose_language",
    "read_accept_language",
    "translatable",
]
