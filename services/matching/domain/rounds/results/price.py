"""The cost of a bound of the objective."""

from pydantic import BaseModel, ConfigDict


class Price(BaseModel):
    """The cost of a bound of the objective, by a second computation without it.

    Attributes:
        bound: ``floor`` or ``fairness``.
        pairs: pairs fewer than without it.
        points: points fewer than without it; may be below 0 where there are fewer pairs without it.
        reached: whether the bound is kept.
        least_mean: the lowest mean of a group, with fairness.
    """

    model_config = ConfigDict(frozen=True)

    bound: str
    pairs: int
    points: int
    reached: bool = True
    least_mean: int | None = None
