"""The base of the views that callers are shown."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """Built from an aggregate; fields not named here stay inside."""

    model_config = ConfigDict(from_attributes=True)


def example_of(**values: Any) -> ConfigDict:
    """Return a view's config with an example of it."""
    return ConfigDict(from_attributes=True, json_schema_extra={"examples": [values]})


FIT_EXAMPLE: Final = {
    "code": "topics-offered",
    "features": ["topics"],
    "values": ["ai-prompting"],
    "count": 1,
    "of": 2,
}
CONTRIBUTION_EXAMPLE: Final = {
    "criterion": "topics",
    "points": 2664,
    "at_most": 4000,
    "reason": FIT_EXAMPLE,
}
TWO_EXAMPLE: Final = {
    "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "mentee_id": "0a9b8c7d6e5f40312233445566778899",
    "mentor_employee_id": "E-20417",
    "mentee_employee_id": "E-10033",
}
PAIR_EXAMPLE: Final = {**TWO_EXAMPLE, "score": 7600}
