"""Ports on loopback: free ones, and a clear error for a busy one."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterable
from pathlib import Path

from devstack.errors import DevstackError

LOOPBACK = "127.0.0.1"
_LOWEST = 10_000
_RANGE_FILE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_TRIES = 200


def is_free(port: int) -> bool:
    """Return whether a server could listen on `port` of loopback now."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections still linger in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def accepts(host: str, port: int, *, timeout: float = 0.5) -> bool:
    """Return whether a server accepts connections on `port`."""
    try:
        with socket.create_connection((host, port), timeout=timeout):
            return True
    except OSError:
        return False


def free_port(*, avoid: Iterable[int] = ()) -> int:
    """Return a free port below the range that the kernel gives to outgoing connections.

    A server that is killed and started again on its port would lose it to a client's socket if the port came
    from that range.
    """
    taken = set(avoid)
    for _ in range(_TRIES):
        port = random.randrange(_LOWEST, _ephemeral_start())  # noqa: S311 - spreading, not secrecy
        if port not in taken and is_free(port):
            return port
    raise DevstackError("no free port found on loopback")


def free_ports(count: int) -> list[int]:
    """`count` different free ports."""
    ports: list[int] = []
    while len(ports) < count:
        ports.append(free_port(avoid=ports))
    return ports


def claim(wanted: int | None, *, what: str, previous: int | None = None) -> int:
    """Return the port to use: the requested one, else the previous one, else any free one.

    Raises:
        DevstackError: the requested port is busy.
    """
    if wanted is not None:
        if not is_free(wanted):
            raise DevstackError(
                f"{what}: port {wanted} is in use; name another one, or none to have one found"
            )
        return wanted
    if previous is not None and is_free(previous):
        return previous
    return free_port()


def _ephemeral_start() -> int:
    try:
        start = int(_RANGE_FILE.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 32_768
    return start if start > _LOWEST + 1_000 else 60_000
