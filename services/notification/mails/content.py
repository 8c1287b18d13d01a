"""The parts of a message and the facts it is made from."""

from dataclasses import dataclass
from datetime import datetime

from services.notification.clients.enrollment import Contact
from services.notification.domain.delivery import Delivery, FailedEvents, Reader
from shared.locale import Voice


@dataclass(frozen=True)
class Person:
    """Somebody a message names; the texts are harmless."""

    name: str
    email: str
    voice: Voice


@dataclass(frozen=True)
class Letter:
    """A delivery with the people it is about.

    Attributes:
        delivery: what is to be said.
        programme: the programme's name.
        voice: the reader's language and clock.
        partner: the other of the two, where the delivery names one who can be reached.
        delegate: who did it for the executive, where the delivery names one who can be reached.
    """

    delivery: Delivery
    programme: str
    voice: Voice
    partner: Person | None = None
    delegate: Person | None = None

    @property
    def to_mentor(self) -> bool:
        """Whether the reader is the mentor."""
        return self.delivery.reader is Reader.MENTOR

    @property
    def deadline(self) -> datetime:
        """Until when the reader is to act; for kinds that have one."""
        return self.delivery.deadline or self.delivery.due_at

    @property
    def failed(self) -> FailedEvents:
        """The failed events that a message to the operators is about.

        Raises:
            ValueError: it is about none.
        """
        if self.delivery.failed is None:
            raise ValueError(f"{self.delivery.kind} is about no failed events")
        return self.delivery.failed


@dataclass(frozen=True)
class Item:
    """A message that comes with others in a digest.

    Attributes:
        delivery: what is to be said.
        partner: the other of the two, where the delivery names one who can be reached.
        delegate: who did it for the executive, where the delivery names one who can be reached.
        link: to the task that it asks for, if it was made for this message.
    """

    delivery: Delivery
    partner: Contact | None = None
    link: str = ""
    delegate: Contact | None = None


@dataclass(frozen=True)
class Content:
    """The words of a message in the reader's language; the layout makes text and HTML of them.

    Attributes:
        subject: the act and its date; names nobody.
        lines: paragraphs, the act first.
        rows: names and values: sessions, how to reach the partner.
        button: the words on the one button; empty for none.
    """

    subject: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = ()
    button: str = ""
