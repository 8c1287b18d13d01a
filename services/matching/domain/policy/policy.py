"""The policy itself."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
    """One version of a programme's matching policy.

    Attributes:
        number: 0 is the default nobody edited; each change counts one up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=0)] = 0


DEFAULT: Final = Policy()
