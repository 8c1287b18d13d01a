"""A pair a coordinator wants made that a round could not make."""

from pydantic import BaseModel, ConfigDict

from shared.kernel import Identifier


class MustPairMissed(BaseModel):
    """A pair that was not made; the reason is a short code, a colon, and plain words."""

    model_config = ConfigDict(frozen=True)

    mentor_id: Identifier
    mentee_id: Identifier
    reason: str
