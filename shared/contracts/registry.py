"""The registry of contracts: event type to owner, topic, key and data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.contracts.base import EventData


@dataclass(frozen=True, slots=True)
class Contract:
    """One event type at one version.

    Attributes:
        owner: the only service that publishes it.
        fact: what happened, in the past tense (``pairing-activated``).
        version: grows when the data changes in a way readers can't ignore.
        aggregate: the kind of thing it happened to; its events are ordered.
        key: the field of the data that holds the aggregate's id.
        timer: published when it falls due, to its own service.
        data: the class of the data.
    """

    owner: str
    fact: str
    version: int
    aggregate: str
    key: str
    timer: bool
    data: type[EventData]

    @property
    def type(self) -> str:
        """The CloudEvents type, such as ``mentoring.matching.pairing-activated.v1``."""
        return f"mentoring.{self.owner}.{self.fact}.v{self.version}"

    @property
    def topic(self) -> str:
        """The one Kafka topic of the owner."""
        return f"mentoring.{self.owner}"


_LANGUAGE = __name__.rpartition(".")[0] + "."
_BY_TYPE: dict[str, Contract] = {}


def register(contract: Contract) -> Contract:
    """Add a contract; a type may be registered once."""
    if contract.type in _BY_TYPE:
        raise TypeError(f"event type registered twice: {contract.type}")
    _BY_TYPE[contract.type] = contract
    return contract


def contracts() -> list[Contract]:
    """All contracts of the published language, by type (a test's own are not among them)."""
    published = (contract for contract in _BY_TYPE.values() if contract.data.__module__.startswith(_LANGUAGE))
    return sorted(published, key=lambda contract: contract.type)


def find_contract(type_: str) -> Contract | None:
    """The contract of an event type, or None where this release doesn't know it."""
    return _BY_TYPE.get(type_)


def contract_of(data: type[EventData]) -> Contract:
    """The contract a data class stands for."""
    return data.contract
