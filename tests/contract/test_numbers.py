"""No event carries a number JSON has no word for: infinity would arrive as null, and stop its readers."""

import pytest
from pydantic import ValidationError

from shared.contracts import contracts
from shared.contracts.enrollment import Objective
from shared.schema.personal import models_in

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
