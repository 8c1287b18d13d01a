"""Why a service refuses something: a code with its parameters, for pages, and English words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Refusal:
    """The reason of one refusal, of a request or of one field of it.

    Attributes:
        detail: in English.
        code: the kind of refusal; empty if it is not known.
        params: what the words name.
    """

    detail: str
    code: str = ""
    params: Params = field(default_factory=dict)


class _Fault(BaseModel):
    model_config = ConfigDict(extra="ignore")

    field: str
    message: str
    code: str = ""
    params: dict[str, str | int] = {}

    def refusal(self) -> Refusal:
        return Refusal(self.message, self.code, self.params)


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(extra="ignore")

    title: str = ""
    detail: str = ""
    code: str = ""
    params: dict[str, str | int] = {}
    errors: list[_Fault] = []

    @classmethod
    def of(cls, body: Any, status: int) -> Self:
        """Read a problem document; of anything else only the status is known."""
        try:
            return cls.model_validate(body)
        except ValidationError:
            return cls(detail=f"The service answered {status}.")

    @property
    def words(self) -> str:
        """The reason, in English."""
        return self.detail or self.title

    def by_field(self) -> dict[str, Refusal]:
        """Return the first fault of each field."""
        return {each.field: each.refusal() for each in reversed(self.errors)}
