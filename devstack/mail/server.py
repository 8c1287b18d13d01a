"""The process: takes mails on loopback, serves the inbox, and renews notification's tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import uvicorn
from aiosmtpd.smtp import SMTP

from devstack.mail.inbox import make_inbox
from devstack.mail.mailbox import Mailbox
from devstack.ports import LOOPBACK
from devstack.tokens import LocalIssuer

_MOST_BYTES: Final = 1_000_000
_RENEW_SECONDS: Final = 3600.0


class _Handler:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self._mailbox.keep(envelope.content)
        return "250 OK"


async def serve(root: Path, smtp_port: int, inbox_port: int, tenants: Sequence[str]) -> None:
    """Serve until a signal comes.

    Args:
        root: the stack's root; mails are in ``mail/``, notification's tokens in ``service-tokens/``.
        smtp_port: takes mails.
        inbox_port: serves the pages.
        tenants: notification gets a token for each.
    """
    issuer = LocalIssuer(root / "keys")
    write_tokens(root / "service-tokens", issuer, tenants)
    mailbox = Mailbox(root / "mail")
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(_Handler(mailbox), data_size_limit=_MOST_BYTES, hostname="localhost"),
        LOOPBACK,
        smtp_port,
    )
    renewing = asyncio.create_task(_renew(root / "service-tokens", issuer, tenants))
    pages = uvicorn.Config(make_inbox(mailbox), host=LOOPBACK, port=inbox_port, log_level="warning")
    async with server:
        await uvicorn.Server(pages).serve()
    renewing.cancel()


def write_tokens(folder: Path, issuer: LocalIssuer, tenants: Sequence[str]) -> None:
    """Write a file for each tenant with a token of the role `service`, each replaced in one step."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for tenant in tenants:
        draft = folder / f".{tenant}"
        draft.touch(mode=0o600)
        draft.write_text(issuer.mint("notification", tenant, ["service"]))
        draft.replace(folder / tenant)


async def _renew(folder: Path, issuer: LocalIssuer, tenants: Sequence[str]) -> None:
    while True:
        await asyncio.sleep(_RENEW_SECONDS)
        write_tokens(folder, issuer, tenants)
