"""The reactions, filled by the modules beside this one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from services.notification.domain.delivery import Reader, delivery_id
from services.notification.domain.kinds import Kind
from shared.messaging import Event, Reactions

reactions: Final = Reactions()

GATHER: Final = timedelta(seconds=30)
"""How long a message waits for further sessions or dates of the same cause, which are planned at once."""

PAIR: Final = (Reader.MENTOR, Reader.MENTEE)


def messages_of(
    field: str, *kinds: Kind, readers: tuple[Reader, ...] = PAIR
) -> Callable[[Event[Any]], list[str]]:
    """Return what a reaction loads: the messages of these kinds that a fact makes for its readers.

    Args:
        field: of the data, with the id of the fact; empty for the event's own id.
        kinds: of the messages.
        readers: who gets them.
    """

    def ids(event: Event[Any]) -> list[str]:
        fact_id = str(getattr(event.data, field)) if field else event.id
        return [delivery_id(kind, fact_id, reader) for kind in kinds for reader in readers]

    return ids


def ids_of(fact: Any, reader: Reader) -> dict[str, str]:
    """Return the reader's id and the partner's, of a fact that names mentor and mentee."""
    ids = {Reader.MENTOR: fact.mentor_id, Reader.MENTEE: fact.mentee_id}
    other = Reader.MENTEE if reader is Reader.MENTOR else Reader.MENTOR
    return {"participant_id": ids[reader], "partner_id": ids[other]}
