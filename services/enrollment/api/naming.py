"""Requests by which somebody is named for a task, and answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class PersonInput(BaseModel):
    """The person to be asked, by mail address or employee id."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"person": "sanna@example.com"}]}
    )

    person: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class AnswerInput(BaseModel):
    """Whether the caller accepts; ``false`` later means that they step down."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"accepts": True}]})

    accepts: bool
