"""The messages of a concern, which its reporter and its handler write; both use the reporter's key."""

from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from shared.encryption import SealedText, text_owner
from shared.kernel import Scope
from shared.schema.visibility import Visibility

_LENGTH: Final = 4000
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LENGTH, pattern=r"\S")
]


class Author(StrEnum):
    """The author of a message."""

    REPORTER = "reporter"
    HANDLER = "handler"


class Message(BaseModel):
    """A message between the reporter and the handler; both are written with the reporter's key."""

    shown_to: ClassVar = Visibility.SPONSOR_ALERT

    model_config = ConfigDict(frozen=True)

    author: Author
    text: SealedText
    sent_at: AwareDatetime


def about_owner(scope: Scope, concern_id: str) -> str:
    """Return the owner to which the text of a concern is bound."""
    return text_owner(scope, "concern", concern_id)


def message_owner(scope: Scope, concern_id: str, number: int) -> str:
    """Return the owner to which a message of a concern is bound, by its number from 0 on."""
    return text_owner(scope, "message", f"{concern_id}/{number}")
