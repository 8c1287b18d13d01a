"""The published language: every event, by the service that owns it.

Importing this package registers them all.
"""

from shared.contracts import enrollment, feedback, matching, scheduling
from shared.contracts.base import EventData, Part
from shared.contracts.registry import Contract, contract_of, contracts, find_contract

__all__ = [
    "Contract",
    "EventData",
    "Part",
    "contract_of",
    "contracts",
    "enrollment",
    "feedback",
    "find_contract",
    "matching",
    "scheduling",
]
