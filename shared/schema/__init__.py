"""Contracts of events: how a class becomes one, and how it may change. Knows no event itself."""

from shared.schema.event_data import Contract, EventData, Part, contracts_of, find_contract
from shared.schema.personal import Personal, Words
from shared.schema.upcasting import upcaster

__all__ = ["Contract", "EventData", "Part", "Personal", "Words", "contracts_of", "find_contract", "upcaster"]
