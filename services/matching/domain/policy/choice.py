"""The mode of choice: rounds by the coordinator, or shortlists for participants."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.vocabulary import Role


class Mode(StrEnum):
    """The mode of matching."""

    ADMINISTRATOR = "administrator"
    """Rounds pair people; the coordinator approves."""
    SUGGESTED = "suggested"
    """Rounds may make lists; people choose from theirs once the coordinator has approved."""
    SELF = "self"
    """People ask for a list and choose, at any time; there are no rounds."""
    HYBRID = "hybrid"
    """People ask and choose, and rounds are for everybody who is still free."""

    @property
    def has_rounds(self) -> bool:
        """Whether rounds may propose."""
        return self is not Mode.SELF

    @property
    def has_lists(self) -> bool:
        """Whether rounds may make lists."""
        return self in {Mode.SUGGESTED, Mode.HYBRID}

    @property
    def has_asking(self) -> bool:
        """Whether people may ask for a list."""
        return self in {Mode.SELF, Mode.HYBRID}


class Choice(BaseModel):
    """How people choose, where they do.

    Attributes:
        mode: who matches.
        chooser: which side chooses; the other side answers.
        shown: how many one person is shown at once.
        days: working days a list is held for its chooser.
        more: how often a list may be swapped for the next best before one has to choose.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = Mode.ADMINISTRATOR
    chooser: Role = Role.MENTEE
    shown: Annotated[int, Field(ge=1, le=10)] = 3
    days: Annotated[int, Field(ge=1, le=20)] = 3
    more: Annotated[int, Field(ge=0, le=10)] = 2
