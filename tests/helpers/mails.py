"""Mails as a real SMTP server takes them, and the links in them."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape

from aiosmtpd.controller import Controller

from devstack.keys import load_or_make, write_jwks

LINK = re.compile(r"https?://\S+/(?:sign-in|task)/[\w-]{43}")


@dataclass
class Mailbox:
    """A real SMTP server that keeps what it gets.

    Attributes:
        replies: answers to the next messages instead of taking them.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    controller: Controller | None = None

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.replies:
            return self.replies.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop(no_assert=True)
            self.controller = None

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if address in mail["To"]]


def sign_in_settings(folder):
    """A key made for a test: the settings of the services that trust it, and those of the console besides."""
    key = folder / "sign-in.pem"
    write_jwks(folder / "sign-in-jwks.json", load_or_make(key))
    return {"sign_in_jwks": str(folder / "sign-in-jwks.json")}, {"sign_in_key": key.read_text()}


def link_in(mail) -> str:
    """The link of a mail, the same in text and HTML."""
    plain = mail.get_body(["plain"]).get_content()
    (link,) = set(LINK.findall(plain))
    assert set(LINK.findall(unescape(mail.get_body(["html"]).get_content()))) == {link}
    return link


def status_notification(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
    content: bytes = b"Hello.\r\n",
) -> bytes:
    """The mail by which a mail server says what became of a message (RFC 3464)."""
    head = (
        "From: MAILER-DAEMON@mx.example\r\nTo: rm@acme.example\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; weber@example.com\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {returned}\r\n\r\nMessage-ID: {message_id}\r\nTo: weber@example.com\r\n\r\n"
    )
    return head.encode() + content + b"\r\n--b--\r\n"
