"""A broker that refuses some rows for what they are: the real one, with a double before it that says so."""

import asyncio

from shared.messaging.outgoing import sender
from shared.messaging.outgoing.batches import batches


class Refusing:
    """Makes a relay's producers refuse each batch that holds a row at fault.

    Attributes:
        errors: what is said of a row by its key and sequence; an error, or a list of them, one a refusal.
        refusals: how many batches were refused.
    """

    def __init__(self, monkeypatch):
        self.errors = {}
        self.refusals = 0
        self._rows = {}
        monkeypatch.setattr(sender, "batches", self._batches)
        monkeypatch.setattr(sender, "_send", self._send)

    def _batches(self, producer, items):
        for batch, ours in batches(producer, items):
            self._rows[id(batch)] = [item.row for item in ours]
            yield batch, ours

    async def _send(self, producer, place, batch):
        for row in self._rows.pop(id(batch)):
            if (error := self._error(row)) is not None:
                self.refusals += 1
                refused = asyncio.get_running_loop().create_future()
                refused.set_exception(error)
                return refused
        return await producer.send_batch(batch, place[0], partition=place[1])

    def _error(self, row):
        error = self.errors.get((row["aggregateid"], row["sequence"]))
        if isinstance(error, list):
            return error.pop() if error else None
        return error
