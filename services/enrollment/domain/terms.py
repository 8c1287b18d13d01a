"""Terms of taking part: versions with a text for each language, of a programme or of the organisation."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enrollment.domain.training_texts import TextLanguage
from shared.kernel import Aggregate, Conflict, Identifier, Scope

MOST_EDITIONS: Final = 100
"""The most versions that a programme may choose from, those of the organisation included."""

LongText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=10_000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
]
NewVersion = Annotated[Identifier, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


class TermsOwner(StrEnum):
    """Whose text it is; of a version that several have, the first of these counts."""

    PROGRAMME = "programme"
    ORGANISATION = "organisation"
    SHIPPED = "shipped"


class TermsText(BaseModel):
    """The terms in one language: the consent of everybody, and the protection of the junior."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    consent: LongText
    protection: LongText


TermsTexts = Annotated[dict[TextLanguage, TermsText], Field(min_length=1, max_length=len(TextLanguage))]


class TermsEdition(Aggregate):
    """A published version of the terms, which is its id; it never changes, since people agree to it."""

    texts: TermsTexts
    published_at: datetime
    published_by: str

    @classmethod
    def publish(
        cls, scope: Scope, version: str, texts: Mapping[TextLanguage, TermsText], by: str, at: datetime
    ) -> Self:
        """Publish a version, of a programme or of the whole organisation."""
        return cls(
            id=version,
            tenant=scope.tenant,
            programme=scope.programme,
            texts=dict(texts),
            published_at=at,
            published_by=by,
        )


def read_in(texts: Mapping[TextLanguage, TermsText], wanted: TextLanguage) -> tuple[TextLanguage, TermsText]:
    """Return the text in a language, else in English, else in the first language that there is."""
    language = next((each for each in (wanted, TextLanguage.EN) if each in texts), next(iter(texts)))
    return language, texts[language]


@cache
def shipped_texts() -> Mapping[TextLanguage, TermsText]:
    """Return the terms of organisations that have published none; they are part of the release."""
    folder = files("services.enrollment") / "terms_texts"
    return {
        language: TermsText.model_validate(
            tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        )
        for language in TextLanguage
    }


def check_new(version: str, taken: set[str], *, used: bool) -> None:
    """Check that a version can be published.

    Args:
        version: its name.
        taken: the versions that the programme and the organisation have.
        used: whether somebody has agreed to terms of this name, or the programme's plan states it.

    Raises:
        Conflict: there is one of this name, or as many as there may be.
    """
    if version in taken or used:
        raise Conflict(
            "there are terms of version {version} already",
            code="terms-version-taken",
            version=version,
            field="version",
        )
    if len(taken) >= MOST_EDITIONS:
        raise Conflict("there are {most} versions already", code="too-many-terms", most=MOST_EDITIONS)
