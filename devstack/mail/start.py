"""Start the mail server of a stack."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devstack.errors import DevstackError
from devstack.ports import LOOPBACK, free_port
from devstack.processes import ProcessTable
from devstack.readiness import READY_SECONDS, wait_until_ready
from devstack.tokens import OPERATOR_TENANT

MAIL: Final = "mail"
"""The name of its process."""
_TENANT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)


@dataclass(frozen=True)
class Mail:
    """A mail server that runs.

    Attributes:
        smtp_port: takes mails.
        inbox: address of the pages.
        tokens: the folder of notification's tokens.
        tenants: those that have one.
    """

    smtp_port: int
    inbox: str
    tokens: Path
    tenants: Sequence[str]

    def environment(self) -> dict[str, str]:
        """Return what notification has to know."""
        mailboxes = (f"{tenant}=coordinators@{tenant}.example" for tenant in self.tenants)
        return {
            "MENTORING_SMTP_HOST": LOOPBACK,
            "MENTORING_SMTP_PORT": str(self.smtp_port),
            "MENTORING_SMTP_SECURITY": "none",
            "MENTORING_MAIL_FROM": "Reverse mentoring <mentoring@localhost.localdomain>",
            "MENTORING_COORDINATOR_MAILBOXES": ",".join(mailboxes),
            "MENTORING_OPS_MAILBOX": f"ops@{OPERATOR_TENANT}.example",
            "MENTORING_SERVICE_TOKENS": str(self.tokens),
        }


def start_mail(
    root: Path, tenants: Sequence[str], *, avoid: Collection[int] = (), tie_to_parent: bool = False
) -> Mail:
    """Start the mail server of a stack, replacing the one that runs, and wait until it is ready.

    Args:
        root: the stack's root.
        tenants: notification gets a token for each.
        avoid: ports that are reserved.
        tie_to_parent: it ends with this process.

    Raises:
        DevstackError: a tenant is no file name, or the server does not start.
    """
    for tenant in tenants:
        if not _TENANT.fullmatch(tenant):
            raise DevstackError(f"--tenant: {tenant!r} is not letters, digits, '.', '_' and '-'")
    root = root.resolve()
    table = ProcessTable(root)
    table.stop(MAIL)
    smtp_port = free_port(avoid=avoid)
    inbox_port = free_port(avoid={*avoid, smtp_port})
    command = [sys.executable, "-m", "devstack.mail", str(root), str(smtp_port), str(inbox_port), *tenants]
    record = table.spawn(MAIL, command, tie_to_parent=tie_to_parent)
    inbox = f"http://{LOOPBACK}:{inbox_port}"
    wait_until_ready(record, inbox, time.monotonic() + READY_SECONDS)
    return Mail(smtp_port, inbox, root / "service-tokens", tuple(tenants))
