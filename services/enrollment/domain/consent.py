"""The consent of a participant to the terms of a programme."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from services.enrollment.domain.training_texts import TextLanguage


class Consent(BaseModel):
    """The terms that the person agreed to, in which language they were read, the time, and the account."""

    model_config = ConfigDict(frozen=True)

    terms_version: str
    language: TextLanguage | None = None
    """None where the caller did not say which text the person read."""
    given_at: datetime
    given_by: str
