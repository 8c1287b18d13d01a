"""Answers leave feedback in no event, but as figures of groups and weights of many pairings."""

import importlib

import pytest

from services.catalogue import APPS, SERVICES
from shared.contracts import contracts
from shared.contracts.feedback import CheckInLapsed, CheckInNudged, CheckInSubmitted, PulseClosed, PulseNudged
from shared.schema import EventData
from shared.schema.personal import models_in

TAKES_THE_FACT_ALONE = {"notification"}
"""Reminds nobody who has answered (tests/unit/notification/test_planning.py)."""
ANSWERS = {"rating", "comment", "answer", "answered_at", "usefulness", "about"}


def reacts(service: str, fact: type[EventData]) -> bool:
    reactions = importlib.import_module(APPS[service]).SERVICE.reactions
    return reactions.find(fact.contract.type) is not None


@pytest.mark.parametrize("fact", [CheckInSubmitted, CheckInNudged, CheckInLapsed, PulseNudged, PulseClosed])
def test_only_notification_learns_that_somebody_has_answered_or_is_silent(fact):
    assert {service for service in SERVICES if reacts(service, fact)} == TAKES_THE_FACT_ALONE


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.type)
def test_no_event_carries_an_answer(contract):
    fields = {name for model in models_in(contract.data) for name in model.model_fields}
    assert not ANSWERS & fields
