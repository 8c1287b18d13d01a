"""Questions that people were asked by mail."""

from dataclasses import dataclass
from datetime import datetime

from demo.calendar import working_days_between
from demo.client import Json
from demo.participants import Participant


@dataclass(frozen=True)
class Asked:
    """A question to a person.

    Attributes:
        who: is asked.
        about: what they are asked about, as its owner lists it.
        since: when the mail was sent.
        link: to the task, if the mail has one.
    """

    who: Participant
    about: Json
    since: datetime
    link: str

    def waited(self, now: datetime) -> int:
        """Return the working days since the mail."""
        return working_days_between(self.since.date(), now.date())
