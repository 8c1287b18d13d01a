"""The withdrawal of a participant, with its private reason."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from shared.contracts.enrollment import WithdrawalReason
from shared.encryption import SealedText, text_owner
from shared.kernel import Scope


class Withdrawal(BaseModel):
    """Why a participant left; the private reason is encrypted for that person alone."""

    model_config = ConfigDict(frozen=True)

    reason: WithdrawalReason
    private_reason: SealedText | None = None
    at: datetime
    noted_by: str | None = None
    """The account that recorded it; None for an HR export."""


def reason_owner(scope: Scope, participant_id: str) -> str:
    """Return the owner to which the private reason of a participant is bound."""
    return text_owner(scope, "withdrawal", participant_id)
