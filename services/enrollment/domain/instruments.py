"""The versions of the questionnaires, in each language.

A version never changes once somebody has answered it: other items or another scoring are a version of their
own, beside the earlier ones, whose results stay readable.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import TypeAdapter

from services.enrollment.domain.assessment import Instrument, Kind, StyleScale
from shared.contracts.vocabulary import Role
from shared.locale import LANGUAGES, SOURCE_LANGUAGE

_DATA: Final = "services.enrollment.domain.questionnaires"
_VERSIONS: Final = (("mentor-kind", 1), ("learning-style", 1))
"""Every version that was ever asked; the latest of each role is the last."""
_STYLE: Final = "communication-style-1"


def version_of(id_: str, version: int, language: str = SOURCE_LANGUAGE) -> Instrument:
    """Return a version of a questionnaire in a language."""
    return _instruments()[id_, version, language]


def latest(role: Role, language: str = SOURCE_LANGUAGE) -> Instrument:
    """Return the questionnaire that a role answers now."""
    ids = [(id_, version) for id_, version in _VERSIONS if version_of(id_, version).role is role]
    return version_of(*ids[-1], language)


def kind_in_each_language(instrument: str, version: int, kind: str) -> Mapping[str, Kind]:
    """Return a result by language."""
    return {language: version_of(instrument, version, language).kind(kind) for language in LANGUAGES}


@cache
def style_scales() -> Mapping[str, tuple[StyleScale, ...]]:
    """Return the scales of communication by language."""
    scales = TypeAdapter(tuple[StyleScale, ...])
    return {language: scales.validate_json(_read(_STYLE, language)) for language in LANGUAGES}


@cache
def _instruments() -> Mapping[tuple[str, int, str], Instrument]:
    instrument = TypeAdapter(Instrument)
    return {
        (id_, version, language): instrument.validate_json(_read(f"{id_}-{version}", language))
        for id_, version in _VERSIONS
        for language in LANGUAGES
    }


def _read(name: str, language: str) -> bytes:
    return files(_DATA).joinpath(f"{name}.{language}.json").read_bytes()


INSTRUMENTS: Final[Mapping[Role, Instrument]] = {role: latest(role) for role in Role}
"""The questionnaire of each role, in the language of the sources."""
STYLE_SCALES: Final = style_scales()[SOURCE_LANGUAGE]
