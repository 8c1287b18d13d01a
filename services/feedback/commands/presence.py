"""People who have left a programme act in it no more."""

from services.feedback.domain.upstream import Participant, Standing
from shared.kernel import Conflict


def require_present(people: list[Participant]) -> list[Participant]:
    """Return those who have not left.

    Raises:
        Conflict: all have.
    """
    here = [person for person in people if person.standing is not Standing.WITHDRAWN]
    if not here:
        raise Conflict("you have left this programme", code="left-programme")
    return here
