"""Only one service reads ratings, and uses them in batches; the console reads none."""

import importlib

import pytest

from services.catalogue import APPS, SERVICES
from shared.contracts import contracts
from shared.contracts.feedback import CheckInSubmitted
from shared.schema.personal import personal_fields

READERS = {"matching"}
"""A new reader has to show it in batches too, as feedback does with figures and matching with weights."""
TAKES_THE_FACT_ALONE = {"notification"}
"""Reminds nobody who has answered; keeps nothing of the answer (tests/unit/notification/test_planning.py)."""


def reacts(service: str) -> bool:
    reactions = importlib.import_module(APPS[service]).SERVICE.reactions
    return reactions.find(CheckInSubmitted.contract.type) is not None


def test_answers_are_read_by_matching_only():
    assert {service for service in SERVICES if reacts(service)} == READERS | TAKES_THE_FACT_ALONE


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.type)
def test_only_a_submitted_check_in_carries_answers(contract):
    answers = {"rating", "goal_progress", "comment"} & personal_fields(contract.data)
    assert not answers or contract.data is CheckInSubmitted
