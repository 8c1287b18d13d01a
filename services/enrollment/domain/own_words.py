"""Own words: what a programme calls its roles and itself, by language, in numbered versions.

A version never changes; the latest is used. Where a programme has none, the standard words stay.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Self, TypeAlias

from shared.contracts.enrollment import RoleNames, Words
from shared.kernel import Aggregate, RuleBroken, Version, Versioned, check_next_version

OWN_WORDS_ID: Final = "words"
"""The id of a programme's only words."""
ORGANISATION: Final = "organisation"
"""Stands for the shipped templates: with its words programmes begin that begin with one of these."""
WordsByLanguage: TypeAlias = Mapping[str, Words]
"""Readers of another language read the English words, else the first."""


class WordsVersion(Version):
    """One version of the words, by language."""

    texts: dict[str, Words]

    def first_of_another(self) -> Self | None:
        """Return these words as the first of another programme, which has a name of its own; None if none."""
        unnamed = {key: each.model_copy(update={"name": None}) for key, each in self.texts.items()}
        texts = {key: each for key, each in unnamed.items() if not each.is_standard}
        return self.model_copy(update={"number": 1, "texts": texts}) if texts else None


class OwnWords(Versioned[WordsVersion]):
    """All versions of a programme's words."""

    @property
    def in_use(self) -> WordsVersion | None:
        """The version that is used; None where the standard words are."""
        return self.versions[-1] if self.versions and self.versions[-1].texts else None

    def publish(self, texts: WordsByLanguage, based_on: int, by: str, now: datetime) -> Self:
        """Publish the next version; the same words again change nothing.

        Raises:
            Conflict: somebody has published another version since, or there are as many as there may be.
            RuleBroken: both roles have one name.
        """
        changed = {language: words for language, words in texts.items() if not words.is_standard}
        if self.versions and changed == self.versions[-1].texts:
            return self
        check_next_version(based_on, self.number, code="words-changed")
        for language, words in changed.items():
            _check(language, words.roles)
        version = WordsVersion(number=self.number + 1, texts=changed, published_at=now, published_by=by)
        return self.changed(versions=(*self.versions, version))


class TemplateWords(Aggregate):
    """The words of programmes that begin with a template; the id is the template's, or `ORGANISATION`."""

    words: WordsVersion


def _check(language: str, roles: RoleNames | None) -> None:
    if roles is None:
        return
    for mentor, mentee in (("mentor", "mentee"), ("mentors", "mentees")):
        if getattr(roles, mentor).casefold() == getattr(roles, mentee).casefold():
            raise RuleBroken(
                "both roles have this name", code="roles-alike", field=f"texts.{language}.roles.{mentee}"
            )
