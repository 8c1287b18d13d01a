"""The body of a message: the same content as text and as HTML."""

import binascii
from collections.abc import Mapping
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notification.mails.headers import POLICY

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    auto_reload=False,  # else each message looks at the files' times
)
_BOUNDARY: Final = "=_alternative"
"""Cannot occur in a part: quoted-printable has a digit or a line's end after "=" (RFC 2045, 6.7)."""


def set_body(message: EmailMessage, fields: Mapping[str, object]) -> None:
    """Set a message's body from the two templates.

    The parts are put together here, since Python's content manager tries several encodings for each of them
    and takes four times as long.

    Args:
        message: has its headers, and no content yet.
        fields: of the templates.
    """
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="{_BOUNDARY}"'
    message.set_payload([_part("plain", "mail.txt", fields), _part("html", "mail.html", fields)])


def _part(subtype: str, template: str, fields: Mapping[str, object]) -> MIMEPart:
    text = _TEMPLATES.get_template(template).render(fields)
    part: MIMEPart = MIMEPart(policy=POLICY)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(binascii.b2a_qp(text.encode(), istext=True).decode("ascii"))
    return part
