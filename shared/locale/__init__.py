"""Languages: which one a reader gets, the catalogues of translations, and dates and numbers by CLDR."""

from shared.locale.catalogue import Catalogue
from shared.locale.languages import (
    LANGUAGES,
    OWN_NAMES,
    SOURCE_LANGUAGE,
    choose_language,
    read_accept_language,
)
from shared.locale.own_words import PLACES, Neutral, OwnWords
from shared.locale.voice import UTC, Voice, countable, translatable

__all__ = [
    "LANGUAGES",
    "OWN_NAMES",
    "PLACES",
    "SOURCE_LANGUAGE",
    "UTC",
    "Catalogue",
    "Neutral",
    "OwnWords",
    "Voice",
    "choose_language",
    "countable",
    "read_accept_language",
    "translatable",
]
