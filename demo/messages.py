"""The messages of a run: wait until notification has sent them, hand them to their readers, count them."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from typing import Final

from demo.client import PATIENCE_SECONDS, Person
from demo.mails import Inbox
from demo.participants import Participants

Counts = Mapping[str, int]
"""The number of messages in each state."""
_PAUSE_SECONDS: Final = 0.05
_FAULTS: Final = ("failed", "given-up")


class Undelivered(Exception):  # noqa: N818
    """Messages were refused, or not sent."""


class Post:
    """Hands people their mails.

    Args:
        inbox: of the mail server.
        participants: the readers.
    """

    def __init__(self, inbox: Inbox, participants: Participants) -> None:
        self._inbox = inbox
        self._participants = participants

    async def deliver(self) -> None:
        """Hand out all mails that are due by now; those to coordinators nobody waits for.

        Raises:
            Undelivered: they are not sent in time.
        """
        await wait_until_sent(self._participants.coordinator)
        for mail in self._inbox.read_new():
            reader = self._participants.with_address(mail.to)
            if reader:
                reader.receive(mail)


async def wait_until_sent(coordinator: Person) -> None:
    """Wait until no message is due: the worker sends beside the stream.

    Raises:
        Undelivered: that takes too long.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while due := (await coordinator.get("notification", "/deliveries/due"))["deliveries"]:
        if time.monotonic() > deadline:
            raise Undelivered(f"messages: {due} are not sent; see the log of notification")
        await asyncio.sleep(_PAUSE_SECONDS)


async def count_messages(coordinator: Person) -> Counts:
    """Count the messages once all that are due are sent; those that are due later stay planned."""
    await wait_until_sent(coordinator)
    summary = await coordinator.get("notification", "/deliveries/summary")
    counts: Counter[str] = Counter()
    for count in summary["counts"]:
        counts[count["state"]] += count["deliveries"]
    return dict(counts)


def check_delivery(counts: Counts) -> None:
    """Check that messages were sent, and none was refused.

    Raises:
        Undelivered: they were not.
    """
    faults = [f"{counts[state]} {state}" for state in _FAULTS if counts.get(state)]
    if faults or not counts.get("sent"):
        raise Undelivered(f"messages: {', '.join(faults) or 'none sent'}; see the log of notification")
