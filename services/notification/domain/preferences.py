"""The kinds of messages that a participant has turned off."""

from typing import Self

from services.notification.domain.kinds import MESSAGES, Kind
from shared.kernel import Aggregate, RuleBroken


class Preferences(Aggregate):
    """The kinds a participant unsubscribed from; the id is the participant's."""

    unsubscribed: tuple[Kind, ...] = ()

    def unsubscribe(self, kind: Kind) -> Self:
        """Take a kind out.

        Raises:
            RuleBroken: messages of this kind wait for an answer, and are always sent.
        """
        if not MESSAGES[kind].optional:
            raise RuleBroken("this message cannot be unsubscribed from", field="kind")
        return self.changed(unsubscribed=tuple(sorted({*self.unsubscribed, kind})))
