"""The places that a person's other participations in the organisation hold."""

from pydantic import BaseModel, ConfigDict


class Elsewhere(BaseModel):
    """The capacity that a participation has to leave to the others of the same employee.

    Attributes:
        total: pairings at a time over all of them.
        held: places that the others hold: by pairings, open proposals and lists to choose from.
        paired: those of them that pairings hold.
    """

    model_config = ConfigDict(frozen=True)

    total: int
    held: int = 0
    paired: int = 0

    @property
    def left(self) -> int:
        """How many places this participation may hold."""
        return max(0, self.total - self.held)
