"""Dead letters as operators see them, and their two decisions: redrive or discard, with an audit entry."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field, StringConstraints

from shared.persistence.indexes import make_index
from shared.runtime.mongo import Database, ensure_indexes

AUDIT: Final = "dead_letter_audit"
AT_MOST: Final = 1000
"""Letters that one call works on; repeat it for more."""

LetterId = Annotated[str, StringConstraints(max_length=1000)]
"""An event's id, or the place of a record that has none."""
Action = Literal["redrive", "discard"]


class DeadLetter(BaseModel):
    """One dead letter.

    ``followers`` are later events of the same key that wait behind it; ``value`` hides what is personal.
    """

    id: str
    key: str
    type: str
    tenant: str
    error: str
    attempts: int
    followers: int
    parked_at: datetime
    place: str
    headers: dict[str, str]
    value: str


class Selection(BaseModel):
    """The dead letters selected: by id, by type, by key, or all; several narrow it down."""

    ids: list[LetterId] = Field(default=[], max_length=AT_MOST)
    type: str = Field(default="", max_length=200)
    key: str = Field(default="", max_length=1000)
    all: bool = False


class Decision(BaseModel):
    """An action on a dead letter: who took it, when and why."""

    action: Action
    who: str
    why: str
    at: datetime
    ids: list[str]
    remaining: int


async def create_audit_indexes(database: Database) -> None:
    """Find the latest decisions."""
    await ensure_indexes(database[AUDIT], [make_index("consumer", "at", name="latest")])
