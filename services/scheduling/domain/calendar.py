"""The booked time of employees."""

from datetime import datetime
from typing import Self

from services.scheduling.domain.hours import Slot
from shared.contracts.vocabulary import Identifier
from shared.kernel import Aggregate


class Booking(Slot):
    """A session's time in somebody's calendar."""

    session_id: Identifier


class Calendar(Aggregate):
    """One employee's booked sessions, over all programmes.

    A booking writes both people's calendars in the transaction, so two plans that want the same person
    at the same time run one after the other.
    """

    bookings: tuple[Booking, ...] = ()

    def book(self, session_id: str, slot: Slot, *, now: datetime) -> Self:
        """Note a session's time, in place of an earlier one; what is over is forgotten."""
        kept = [b for b in self.bookings if b.session_id != session_id and b.ends_at > now]
        kept.append(Booking(session_id=session_id, starts_at=slot.starts_at, ends_at=slot.ends_at))
        return self.changed(bookings=tuple(sorted(kept, key=lambda b: (b.starts_at, b.session_id))))

    def free(self, session_id: str) -> Self:
        """Take a session out."""
        return self.changed(bookings=tuple(b for b in self.bookings if b.session_id != session_id))

    def busy(self, *, besides: str = "") -> list[Slot]:
        """Return the booked times, without those of one session."""
        return [b for b in self.bookings if b.session_id != besides]
