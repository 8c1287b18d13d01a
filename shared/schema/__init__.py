"""Contracts of events: how a class becomes one, and how it may change. Knows no event itself."""

from shared.schema.event_data import Contract, EventData, Part, contracts_of, find_contract
from shared.schema.personal import Label, Personal
from shared.schema.upcasting import upcaster

__all__ = ["Contract", "EventData", "Label", "Part", "Personal", "contracts_of", "find_contract", "upcaster"]
