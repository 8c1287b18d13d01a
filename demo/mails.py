"""The mails of the platform, as their readers take them from the devstack's mail server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from icalendar import Calendar

_TASK: Final = re.compile(r"https?://\S+/task/\S+")
_UID: Final = re.compile(r"session-(.+)@mentoring")


@dataclass(frozen=True)
class Appointment:
    """A session as a calendar file states it; a later ``sequence`` replaces an earlier one."""

    session_id: str
    starts_at: datetime
    sequence: int
    cancelled: bool


@dataclass(frozen=True)
class Mail:
    """A mail.

    Attributes:
        to: the reader's address.
        sent_at: on the virtual clock.
        kinds: the kinds of its messages; a digest has several.
        task: the address of the page for the task; empty unless there is just one.
        appointments: the calendar files.
    """

    to: str
    sent_at: datetime
    kinds: tuple[str, ...]
    task: str = ""
    appointments: tuple[Appointment, ...] = ()


class Inbox:
    """The mails that the mail server has taken.

    Args:
        folder: of the mail server, a file for each mail.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last = ""

    def read_new(self) -> list[Mail]:
        """Return the mails that were not read before, in the order of their arrival."""
        new = sorted(path for path in self._folder.glob("*.eml") if path.stem > self._last)
        if new:
            self._last = new[-1].stem
        return [read_mail(path.read_bytes()) for path in new]


def read_mail(content: bytes) -> Mail:
    """Read what a person needs of a mail: its kind, its link and its calendar files."""
    mail = message_from_bytes(content, policy=default)
    text = mail.get_body(("plain",))
    tasks = _TASK.findall(text.get_content()) if text else []
    return Mail(
        to=mail["To"].addresses[0].addr_spec,
        sent_at=parsedate_to_datetime(mail["Date"]),
        kinds=tuple(str(mail.get("X-Mentoring-Kind", "")).replace(",", " ").split()),
        task=tasks[0] if len(tasks) == 1 else "",
        appointments=tuple(_appointments(mail)),
    )


def _appointments(mail: EmailMessage) -> Iterator[Appointment]:
    for part in mail.iter_attachments():
        if part.get_content_type() == "text/calendar":
            for event in Calendar.from_ical(part.get_content()).walk("VEVENT"):
                if uid := _UID.fullmatch(str(event["UID"])):
                    yield Appointment(
                        session_id=uid[1],
                        starts_at=event.decoded("DTSTART"),
                        sequence=event.decoded("SEQUENCE"),
                        cancelled=str(event["STATUS"]) == "CANCELLED",
                    )
