"""``python -m benchmarks.notification.sink PORT FILE``: an SMTP server that notes when which message came."""

import asyncio
import sys
import time
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path
from typing import Any, TextIO

from aiosmtpd.smtp import SMTP

LOOPBACK = "127.0.0.1"


class _Handler:
    def __init__(self, out: TextIO) -> None:
        self._out = out

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        head = envelope.content.partition(b"\r\n\r\n")[0]
        message_id = message_from_bytes(head, policy=compat32)["Message-ID"]
        self._out.write(f"{time.time():.6f} {message_id}\n")
        return "250 OK"


async def _serve(port: int, file: Path) -> None:
    with file.open("w", encoding="utf-8", buffering=1) as out:
        handler = _Handler(out)
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(handler, hostname="localhost"), LOOPBACK, port
        )
        async with server:
            await server.serve_forever()


def main() -> None:
    """Serve until a signal comes."""
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))


if __name__ == "__main__":
    main()
