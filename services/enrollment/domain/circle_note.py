"""A note in a circle: for its members alone."""

from typing import Annotated, Final

from pydantic import AwareDatetime, StringConstraints

from shared.encryption import SealedText, text_owner
from shared.kernel import Aggregate, EmployeeId, Identifier, Scope
from shared.schema.visibility import ShownTo, Visibility

MOST_NOTES: Final = 200
"""The most notes of one circle."""
NoteText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"\S")
]


class CircleNote(Aggregate):
    """A note of a member; coordinators never see it.

    Attributes:
        note: the text, encrypted under its author's key.
    """

    circle_id: Identifier
    participant_id: Identifier
    employee_id: EmployeeId
    note: Annotated[SealedText, ShownTo(Visibility.CIRCLE)]
    written_at: AwareDatetime


def note_owner(scope: Scope, note_id: str) -> str:
    """Return the owner to which the text of a note is bound."""
    return text_owner(scope, "circle-note", note_id)
