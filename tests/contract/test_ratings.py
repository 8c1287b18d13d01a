"""Only one service reads ratings, and uses them in batches; the console reads none."""

import importlib
import importlib.util

import pytest

from shared.contracts import contracts
from shared.contracts.feedback import CheckInSubmitted
from shared.contracts.personal import personal_fields
from shared.service.serve import SERVICES

READERS = {"matching"}
"""A new reader has to show it in batches too, as feedback does with figures and matching with weights."""


def reacts(service: str) -> bool:
    name = f"services.{service}.reactions"
    if importlib.util.find_spec(name) is None:
        return False
    return importlib.import_module(name).reactions.find(CheckInSubmitted.contract.type) is not None


def test_answers_are_read_by_matching_only():
    assert {service for service in SERVICES if reacts(service)} == READERS


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.type)
def test_only_a_submitted_check_in_carries_answers(contract):
    answers = {"rating", "goal_progress", "comment"} & personal_fields(contract.data)
    assert not answers or contract.data is CheckInSubmitted
