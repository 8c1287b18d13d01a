"""Sessions and dates of circles as calendar files: one a file, with a neutral title and of private class."""

from datetime import datetime
from typing import Final, Literal

from icalendar import Calendar, Event, vCalAddress, vText

from services.notification.domain.delivery import SessionTime
from services.notification.domain.kinds import Kind

Method = Literal["REQUEST", "CANCEL"]

METHODS: Final[dict[Kind, Method]] = {
    Kind.SESSIONS_PLANNED: "REQUEST",
    Kind.SESSION_MOVED: "REQUEST",
    Kind.SESSIONS_CANCELLED: "CANCEL",
    Kind.CIRCLE_DATES: "REQUEST",
    Kind.CIRCLE_DATE_MOVED: "REQUEST",
    Kind.CIRCLE_DATES_OFF: "CANCEL",
}
"""The method of a kind's calendar file (RFC 5546); other kinds carry none."""


def calendar_file(
    session: SessionTime, method: Method, *, of: str, title: str, sender: str, reader: str, now: datetime
) -> bytes:
    """Return the file of one session.

    Its UID stays the same however often it is moved; a higher SEQUENCE replaces a lower one.

    Args:
        session: which.
        method: whether it takes place.
        of: what it is, for its UID: a session or a circle.
        title: what anybody who sees the calendar may read.
        sender: the address of the platform, which calendars take for the organiser.
        reader: the address of the one whose calendar it is.
        now: when the file is made.
    """
    event = Event()
    event.add("uid", f"{of}-{session.session_id}@mentoring")
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("sequence", session.sequence)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{sender}"))
    attendee = vCalAddress(f"mailto:{reader}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Reverse mentoring//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
