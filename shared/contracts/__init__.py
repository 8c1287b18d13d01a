"""The published language: every event, by the service that owns it.

Importing this package registers them all.
"""

from shared.contracts import enrollment, failures, feedback, matching, scheduling
from shared.schema import Contract, contracts_of

__all__ = ["contracts", "enrollment", "failures", "feedback", "matching", "scheduling"]


def contracts() -> list[Contract]:
    """Return all contracts of the published language, by type."""
    return contracts_of(__name__)
