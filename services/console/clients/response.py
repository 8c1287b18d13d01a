"""The base of all response classes."""

from pydantic import BaseModel, ConfigDict


class Response(BaseModel):
    """The part of a response that pages use; other fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")
