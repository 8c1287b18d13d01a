"""The inbox: pages that show the mails, read-only."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html import escape
from typing import Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from devstack.mail.mailbox import Mailbox
from devstack.ports import LOOPBACK

_ON_A_PAGE: Final = 50
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_ALLOWED: Final = "allow-popups allow-popups-to-escape-sandbox"
_FRAME_HEADERS: Final = {
    **_HEADERS,
    "Content-Security-Policy": f"sandbox {_ALLOWED}; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; frame-ancestors 'self'",
}
_STYLE: Final = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem 1rem .25rem 0; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid; padding: 1rem }
iframe { width: 100%; height: 40rem; border: 1px solid; background: #fff }
"""


def make_inbox(mailbox: Mailbox) -> Starlette:
    """Return the pages of a mailbox, served under loopback's names only."""
    pages = _Pages(mailbox)
    return Starlette(
        routes=[
            Route("/", pages.index),
            Route("/mails/{id}", pages.mail),
            Route("/mails/{id}/html", pages.html),
            Route("/mails/{id}/attachments/{number:int}", pages.attachment),
            Route("/style.css", lambda _: Response(_STYLE, headers=_HEADERS, media_type="text/css")),
            Route("/health/ready", lambda _: PlainTextResponse("ready", headers=_HEADERS)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
    )


class _Pages:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def index(self, request: Request) -> Response:
        """List the mails, newest first."""
        ids = self._mailbox.newest()
        number = request.query_params.get("page", "1")
        page = int(number) if re.fullmatch("[1-9][0-9]{0,3}", number) else 1
        begin = (page - 1) * _ON_A_PAGE
        rows = "".join(self._row(id_) for id_ in ids[begin : begin + _ON_A_PAGE])
        older = f'<p><a href="/?page={page + 1}">Older</a></p>' if begin + _ON_A_PAGE < len(ids) else ""
        table = f"<table><tr><th>To<th>Subject<th>Date</tr>{rows}</table>{older}"
        return _page("Inbox", f"<p>{len(ids)} mails, newest first.</p>{table if ids else ''}")

    def mail(self, request: Request) -> Response:
        """Show a mail: its headers, its text, and its HTML in a frame without scripts."""
        mail, id_ = self._find(request), request.path_params["id"]
        headers = "".join(
            f"<tr><th>{name}<td>{_header(mail, name)}</tr>"
            for name in ("From", "To", "Date", "Message-ID", "List-Unsubscribe")
            if name in mail
        )
        files = "".join(
            f'<li><a href="/mails/{id_}/attachments/{number}">{escape(_filename(part))}</a></li>'
            for number, part in enumerate(mail.iter_attachments())
        )
        text = _text(mail, "plain")
        frame = f'<iframe title="HTML" sandbox="{_ALLOWED}" src="/mails/{id_}/html"></iframe>'
        parts = [
            f'<p><a href="/">Inbox</a></p><table>{headers}</table>',
            f"<h2>Attachments</h2><ul>{files}</ul>" if files else "",
            f"<h2>Text</h2><pre>{escape(text)}</pre>" if text else "",
            f"<h2>HTML</h2>{frame}" if _text(mail, "html") else "",
        ]
        return _page(_header(mail, "Subject"), "".join(parts))

    def html(self, request: Request) -> Response:
        """Return the HTML of a mail, for the frame; its links open a new tab."""
        html = _text(self._find(request), "html").replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(html, headers=_FRAME_HEADERS)

    def attachment(self, request: Request) -> Response:
        """Return an attachment, to be saved."""
        attachments = list(self._find(request).iter_attachments())
        number = request.path_params["number"]
        if number >= len(attachments):
            raise HTTPException(404)
        name = quote(_filename(attachments[number]), safe="")
        headers = {**_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        content = attachments[number].get_payload(decode=True)
        return Response(content, headers=headers, media_type="application/octet-stream")

    def _row(self, id_: str) -> str:
        mail = self._mailbox.read(id_)
        if mail is None:
            return ""
        subject = f'<a href="/mails/{id_}">{_header(mail, "Subject") or "(none)"}</a>'
        return f"<tr><td>{_header(mail, 'To')}<td>{subject}<td>{_header(mail, 'Date')}</tr>"

    def _find(self, request: Request) -> EmailMessage:
        mail = self._mailbox.read(request.path_params["id"])
        if mail is None:
            raise HTTPException(404)
        return mail


def _page(title: str, body: str) -> Response:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head>{head}<link rel="stylesheet" href="/style.css"></head>'
        f"<body><h1>{title}</h1>{body}</body></html>",
        headers=_HEADERS,
    )


def _header(mail: EmailMessage, name: str) -> str:
    return escape(str(mail.get(name, "")))


def _text(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    return str(part.get_content()) if part else ""


def _filename(part: EmailMessage) -> str:
    return part.get_filename() or "attachment"
