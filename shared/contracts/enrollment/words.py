"""The words of a programme for its roles and itself; no event has them, enrollment gives them out."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from shared.schema import Part

_PLAIN: Final = r"^[^\x00-\x1f\x7f-\x9f<>{}\[\]\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]*$"
"""No control character, no markup, nothing that turns the text around it."""
Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=_PLAIN),
    Field(examples=["digital guide"]),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PLAIN),
    Field(examples=["Digital tandem"]),
]


class RoleNames(Part):
    """The names of both roles, for one person and for several."""

    mentor: Word
    mentors: Word
    mentee: Word
    mentees: Word


class Words(Part):
    """The words in one language; None where the standard word stays."""

    roles: RoleNames | None = None
    programme: Word | None = None
    """The word for the programme, such as "initiative"."""
    name: Name | None = None
    """The programme's own name in this language."""

    @property
    def is_standard(self) -> bool:
        """Whether nothing is called otherwise."""
        return self.roles is None and self.programme is None and self.name is None

    @property
    def by_place(self) -> dict[str, str]:
        """The words by the places that they fill in texts."""
        roles = self.roles.model_dump() if self.roles else {}
        named = roles | ({"programme": self.programme} if self.programme else {})
        return {f"{name}_word": word for name, word in named.items()}


def words_in(texts: Mapping[str, Words], language: str) -> Words:
    """Return the words in a language, else the English ones, else the first; none where there are none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), Words())
