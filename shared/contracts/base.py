"""What all events have in common, and how a class becomes a contract."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.registry import Contract, register


class Part(BaseModel):
    """A part of an event's data. Readers ignore fields they don't know, so contracts can grow."""

    # JSON has no infinity: it would be published as null, which no reader takes.
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class EventData(Part):
    """The data of one event: ids and facts, never names, addresses or free text.

    A module's base names the owner; each event names its fact in the past tense, the version, the
    aggregate it happened to and the field that holds the aggregate's id::

        class PairingActivated(MatchingEvent, fact="pairing-activated", aggregate="pairing",
                               key="pairing_id"): ...

    A timer (``timer=True``) is published to its own service when it falls due; it is its own
    aggregate, so it never disturbs the sequence of another.
    """

    owner: ClassVar[str]
    contract: ClassVar[Contract]

    def __init_subclass__(cls, **_: Any) -> None:
        """Let the class arguments through; they are read once pydantic has built the fields."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(  # type: ignore[override]  # pydantic passes the class arguments on
        cls,
        *,
        owner: str = "",
        fact: str = "",
        version: int = 1,
        aggregate: str = "",
        key: str = "",
        timer: bool = False,
    ) -> None:
        """Register the class as the contract of one event type."""
        if owner:
            cls.owner = owner
        if not fact:
            return
        if key not in cls.model_fields:
            raise TypeError(f"{cls.__name__}: key names no field: {key!r}")
        cls.contract = register(
            Contract(
                owner=cls.owner,
                fact=fact,
                version=version,
                aggregate=aggregate,
                key=key,
                timer=timer,
                data=cls,
            )
        )
