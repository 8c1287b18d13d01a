"""A coordinator's decisions on single pairs of one round, beyond the policy."""

from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.domain.policy import PairOf


class Adjustment(BaseModel):
    """Pairs that a round has to make, or not to make.

    Attributes:
        make: pairs to make if the rules allow it and both are free.
        forbid: pairs not to make.
    """

    model_config = ConfigDict(frozen=True)

    make: tuple[PairOf, ...] = ()
    forbid: tuple[PairOf, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.make or self.forbid)


AS_COMPUTED: Final = Adjustment()
"""Nothing is decided about single pairs."""
