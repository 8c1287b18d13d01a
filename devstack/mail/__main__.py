"""``python -m devstack.mail ROOT SMTP_PORT INBOX_PORT TENANT…``: run the mail server."""

import asyncio
import sys
from pathlib import Path

from devstack.mail.server import serve

if __name__ == "__main__":
    root, smtp_port, inbox_port, *tenants = sys.argv[1:]
    asyncio.run(serve(Path(root), int(smtp_port), int(inbox_port), tenants))
