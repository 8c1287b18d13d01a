"""Facts about dead letters, published in the transaction that makes the letters."""

import re
from dataclasses import dataclass
from typing import Final

from pymongo import UpdateOne

from shared.kernel import Scope, stable_id
from shared.messaging.outgoing.outbox import outbox_row
from shared.messaging.wire.envelope import Envelope, event_id, event_key
from shared.persistence.transaction import OUTBOX, Transaction
from shared.schema import EventData

PLATFORM: Final = Scope(tenant="_", programme="_")
"""The scope of these facts: they are the operators', and of no organisation."""
_KIND: Final = re.compile(r"[A-Z][A-Za-z]{0,79}\b")
_NO_KIND: Final = "Unreadable"


@dataclass(frozen=True)
class Failures:
    """Announces dead letters to operators, once for each type, cause and hour.

    The fact has neither the letter's data nor the text of the error. A dead letter about such a fact is not
    announced, so that one failure never leads to another.

    Attributes:
        fact: the service's own type of event for it; None to announce nothing.
    """

    fact: type[EventData] | None = None

    def announce(self, transaction: Transaction, event_type: str, fault: str) -> None:
        """Publish the fact with the transaction, unless this hour has it already.

        Args:
            transaction: in which the dead letter is made.
            event_type: of the letter; empty for a record that is no event.
            fault: a line on the error, as `describe` makes it.
        """
        if self.fact is None or self._is_about_failures(event_type):
            return
        contract, cause = self.fact.contract, _cause_of(fault)
        hour = transaction.started.strftime("%Y-%m-%dT%H")
        id_ = stable_id("failure", contract.owner, event_type, cause, hour)
        data = self.fact.model_validate({contract.key: id_, "event_type": event_type or None, "cause": cause})
        key = event_key(PLATFORM, contract.aggregate, id_)
        envelope = Envelope(
            id=event_id(key, 1),
            type=contract.type,
            source=contract.source,
            time=transaction.started,
            scope=PLATFORM,
            subject=id_,
            key=key,
            sequence=1,
            correlation_id=id_,
            causation_id=id_,
        )
        row = outbox_row(envelope, data, position=transaction.started)
        once = UpdateOne({"_id": row.pop("_id")}, {"$setOnInsert": row}, upsert=True)
        transaction.hold(OUTBOX, [once])

    def _is_about_failures(self, event_type: str) -> bool:
        return self.fact is not None and f".{self.fact.contract.fact}.v" in event_type


def _cause_of(fault: str) -> str:
    """Return the kind of an error; its other words may be about a person."""
    kind = _KIND.match(fault)
    return kind[0] if kind else _NO_KIND
