"""Features: what a participant's answers say, as an open map by id, and what questionnaires define."""

from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field

from shared.contracts.vocabulary import Code, Open, Role
from shared.schema import Part

FeatureValue: TypeAlias = (
    Annotated[float, Field(ge=0, le=1)] | Code | Annotated[tuple[Code, ...], Field(max_length=50)]
)
"""A number from 0 to 1, a category, or a set of ids; what nobody has answered is not in the map."""
Features: TypeAlias = Annotated[
    dict[Code, FeatureValue],
    Field(max_length=100, examples=[{"formality": 0.25, "kind": "coach", "tools": ["chat", "wiki"]}]),
]
"""Values by the id of their feature, which a questionnaire defines."""


class FeatureKind(StrEnum):
    """The kind of a feature's values; new ones come last."""

    NUMBER = "number"
    """From 0 to 1: how far from the lowest to the highest answer."""
    CATEGORY = "category"
    """One of several ids."""
    IDS = "ids"
    """A set of ids."""


class FeatureDefinition(Part):
    """A feature that a questionnaire of the programme defines; policies may name it."""

    feature: Code
    kind: Open[FeatureKind]
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=2)]
    """The roles that are asked."""
    low: Annotated[int, Field(ge=-1000, le=1000)] = 0
    """Of a number: the answer that is 0."""
    high: Annotated[int, Field(ge=-1000, le=1000)] = 1
    """Of a number: the answer that is 1; above ``low``."""
