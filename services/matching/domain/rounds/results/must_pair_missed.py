"""A pair a coordinator wants made that a round could not make."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.contracts.vocabulary import Role
from shared.kernel import Identifier


class MissedCode(StrEnum):
    """Why a pair was not made."""

    NOT_READY = "not-ready"
    """The person in ``role`` is not ready."""
    RULE = "rule"
    """``rule`` forbids it."""
    NO_FREE_PLACE = "no-free-place"
    """The person in ``role`` has no free place; without a role: other such pairs take it."""


class MissedReason(BaseModel):
    """Why a pair was not made, with the parameters of the code."""

    model_config = ConfigDict(frozen=True)

    code: MissedCode
    role: Role | None = None
    rule: str | None = None


class MustPairMissed(BaseModel):
    """A pair that was not made, and why."""

    model_config = ConfigDict(frozen=True)

    mentor_id: Identifier
    mentee_id: Identifier
    reason: MissedReason
