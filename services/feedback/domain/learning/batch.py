"""The ratings that begin to count with a closing; those of many pairings take several transactions."""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.kernel import Identifier
from shared.schema.visibility import Visibility


class Batch(BaseModel):
    """A batch that is not counted yet, or in part.

    Attributes:
        meaning: of the criteria by which its pairings were made.
        since: the activation of the earliest pairing that counts; None: all count.
        after: the last pairing whose ratings count by now; they are taken by id.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    meaning: Identifier
    since: AwareDatetime | None = None
    after: str = ""
