"""Own questions as an API shows them."""

from collections.abc import Sequence

from pydantic import BaseModel


class OptionView(BaseModel):
    """One answer to choose; texts by language."""

    id: str
    texts: dict[str, str]


class QuestionView(BaseModel):
    """A question; only a choice has options, and only a number or a scale bounds."""

    id: str
    kind: str
    texts: dict[str, str]
    options: Sequence[OptionView] = ()
    low: int | None = None
    high: int | None = None
