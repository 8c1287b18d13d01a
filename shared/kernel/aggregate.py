"""The base of everything that is loaded, decided upon and saved as a whole."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from shared.kernel.ids import Identifier
from shared.kernel.scope import GLOBAL, ORGANISATION_WIDE, Scope, scope_of


class Aggregate(BaseModel):
    """One consistent thing with an id; frozen: a decision returns a changed copy.

    ``version`` counts the events the aggregate has published; the unit of work raises it in the
    transaction that saves it, which is what gives its events their order. ``saved_at`` is the machine's
    time of the last save, and never runs backwards even where machines disagree. ``as_of`` is for copies of
    others' facts: the sequence of the last event taken in of each aggregate they come from, so that an older
    one which comes late overwrites nothing.
    """

    model_config = ConfigDict(frozen=True)

    id: Identifier
    tenant: Identifier
    programme: Identifier = ORGANISATION_WIDE
    region: Identifier = GLOBAL
    version: int = 0
    saved_at: datetime | None = None
    as_of: dict[str, int] = {}

    @property
    def scope(self) -> Scope:
        """Whose it is."""
        return scope_of(self.tenant, self.programme, self.region)

    def changed(self, **values: object) -> Self:
        """Return a copy with these fields changed, validated like a new one."""
        return type(self).model_validate({**vars(self), **values})
