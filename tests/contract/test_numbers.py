"""No event carries a number JSON has no word for: infinity would arrive as null, and stop its readers."""

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel, ValidationError

from shared.contracts import contracts
from shared.contracts.enrollment import Objective


def models_in(annotation) -> Iterator[type[BaseModel]]:
    """A model and all models of its fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for argument in get_args(annotation):
        yield from models_in(argument)


PARTS = sorted({model for contract in contracts() for model in models_in(contract.data)}, key=str)


def test_parts_of_events_are_found():
    assert Objective in PARTS


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_no_part_of_an_event_takes_infinity(model):
    assert model.model_config.get("allow_inf_nan") is False


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN"])
def test_an_objective_is_finite(number):
    text = f'{{"name": "reach", "measure": "participation", "baseline": 1, "target": {number}}}'
    with pytest.raises(ValidationError, match="target"):
        Objective.model_validate_json(text)
