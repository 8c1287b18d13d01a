"""The base class of all events, and the registry of their contracts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from shared.schema.visibility import PUBLISHED, refuse_outside


class Part(BaseModel):
    """A part of an event's data. Readers ignore fields they don't know, so contracts can grow."""

    # JSON has no infinity: it would be published as null, which no reader takes.
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class Contract:
    """One event type at one version.

    Attributes:
        product: its name stands before that of the owner in types, topics and sources.
        owner: the only service that publishes it.
        fact: what happened, in the past tense (``order-placed``).
        version: grows when the data changes in a way readers can't ignore.
        aggregate: the kind of thing it happened to; its events are ordered.
        key: the field of the data that holds the aggregate's id.
        timer: published when it falls due, to its own service.
        data: the class of the data.
    """

    product: str
    owner: str
    fact: str
    version: int
    aggregate: str
    key: str
    timer: bool
    data: "type[EventData]"

    @property
    def type(self) -> str:
        """The CloudEvents type, such as ``PRODUCT.OWNER.order-placed.v1``."""
        return f"{self.topic}.{self.fact}.v{self.version}"

    @property
    def topic(self) -> str:
        """The one Kafka topic of the owner."""
        return f"{self.product}.{self.owner}"

    @property
    def source(self) -> str:
        """The CloudEvents source of the owner's events."""
        return f"/{self.product}/{self.owner}"


class EventData(Part):
    """The data of one event: ids and facts, never names, addresses or free text.

    One base names the product, a module's base the owner; each event names its fact in the past
    tense, the version, the aggregate it happened to and the field that holds the aggregate's id::

        class CompanyEvent(EventData, product="company"): ...
        class ShopEvent(CompanyEvent, owner="shop"): ...
        class OrderPlaced(ShopEvent, fact="order-placed", aggregate="order", key="order_id"): ...

    A timer (``timer=True``) is published to its own service when it falls due; it is its own
    aggregate, so it never disturbs the sequence of another.
    """

    product: ClassVar[str]
    owner: ClassVar[str]
    contract: ClassVar[Contract]

    def __init_subclass__(cls, **_: Any) -> None:
        """Let the class arguments through; they are read once pydantic has built the fields."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(  # type: ignore[override]  # pydantic passes the class arguments on
        cls,
        *,
        product: str = "",
        owner: str = "",
        fact: str = "",
        version: int = 1,
        aggregate: str = "",
        key: str = "",
        timer: bool = False,
    ) -> None:
        """Register the class as the contract of one event type."""
        if product:
            cls.product = product
        if owner:
            cls.owner = owner
        if not fact:
            return
        if key not in cls.model_fields:
            raise TypeError(f"{cls.__name__}: key names no field: {key!r}")
        refuse_outside(cls, PUBLISHED, f"the event {fact}")
        cls.contract = _register(
            Contract(
                product=cls.product,
                owner=cls.owner,
                fact=fact,
                version=version,
                aggregate=aggregate,
                key=key,
                timer=timer,
                data=cls,
            )
        )


_BY_TYPE: dict[str, Contract] = {}


def _register(contract: Contract) -> Contract:
    """Add a contract; a type may be registered once."""
    if contract.type in _BY_TYPE:
        raise TypeError(f"event type registered twice: {contract.type}")
    _BY_TYPE[contract.type] = contract
    return contract


def contracts_of(package: str) -> list[Contract]:
    """Return the contracts whose data classes a package or its modules define, by type."""
    inside = (c for c in _BY_TYPE.values() if f"{c.data.__module__}.".startswith(f"{package}."))
    return sorted(inside, key=lambda contract: contract.type)


def all_contracts() -> list[Contract]:
    """Return the registered contracts of this process."""
    return list(_BY_TYPE.values())


def find_contract(type_: str) -> Contract | None:
    """Return the contract of an event type, or None where this release doesn't know it."""
    return _BY_TYPE.get(type_)
