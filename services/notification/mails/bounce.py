"""Delivery status notifications (RFC 3464): which message did not reach its address for good.

Anybody can send such a mail, with any content; all that is taken from it is one id of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final

MOST_BYTES: Final = 200_000
"""Larger notifications are not read: a status is short, and so are the headers it returns."""
_MOST_PARTS: Final = 50
_MESSAGE_ID: Final = re.compile(r"\s*<([0-9a-f]{32})\.([A-Za-z0-9_][A-Za-z0-9._~-]{0,63})@[^<>\s]{1,255}>\s*")
_FAULTS_OF_PARSER: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""The errors of the standard library on hostile input."""
_FAILED_FOR_GOOD: Final = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Bounce:
    """A message that did not reach its address.

    Attributes:
        delivery_id: the delivery, by its Message-ID.
        tenant: whose delivery it is, by its Message-ID.
    """

    delivery_id: str
    tenant: str


def read_bounce(content: bytes) -> Bounce | None:
    """Return the message of ours that failed for good; None for any other content."""
    try:
        report = message_from_bytes(content)
        if not _is_report(report):
            return None
        parts = list(_parts(report))
        return _returned(parts) if _failed_for_good(parts) else None
    except _FAULTS_OF_PARSER:
        return None


def _is_report(message: Message) -> bool:
    kind = str(message.get_param("report-type", ""))
    return message.get_content_type() == "multipart/report" and kind.lower() == "delivery-status"


def _parts(report: Message) -> Iterator[Message]:
    """Yield the parts of the report itself; those of a message that it returns are not its own."""
    payload = report.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload[:_MOST_PARTS] if isinstance(part, Message))


def _failed_for_good(parts: list[Message]) -> bool:
    """Return whether a part says so of a recipient; our messages have one."""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            for fields in list(_parts(part)):
                failed = str(fields.get("Action", "")).strip().lower() == "failed"
                if failed and _FAILED_FOR_GOOD.match(str(fields.get("Status", ""))):
                    return True
    return False


def _returned(parts: list[Message]) -> Bounce | None:
    """Return which message a report is about, by the headers it returns."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            headers = next(_parts(part), None)
        elif part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            headers = message_from_bytes(text) if isinstance(text, bytes) else None
        else:
            continue
        match = _MESSAGE_ID.fullmatch(str(headers.get("Message-ID", ""))) if headers else None
        if match:
            return Bounce(delivery_id=match[1], tenant=match[2])
    return None
