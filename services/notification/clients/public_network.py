"""Connections to public addresses only, checked after the name was resolved.

A name is resolved once; every address it has is checked, and the connection goes to the very address that was
checked. So a name whose answer changes between check and connection (DNS rebinding) gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

import httpcore
from httpcore import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream
from typing_extensions import override

from services.notification.domain.webhooks.address import is_public

_MOST_ADDRESSES: Final = 3
"""A connection is tried to this many addresses of a name."""

Addresses = Iterable[IPv4Address | IPv6Address]
Resolve = Callable[[str, int], Awaitable[Addresses]]


class NotPublicError(httpcore.ConnectError):
    """A host has an address that no webhook may reach, or none."""


async def resolve(host: str, port: int) -> Addresses:
    """Ask the system for the addresses of a host."""
    resolved = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return dict.fromkeys(ip_address(address[4][0]) for address in resolved)


class PublicNetwork(AsyncNetworkBackend):
    """Connects to public addresses.

    Args:
        private_hosts: names that may have any address, in development.
        resolve_host: returns the addresses of a host.
        backend: opens connections to addresses.
    """

    def __init__(
        self,
        private_hosts: frozenset[str] = frozenset(),
        *,
        resolve_host: Resolve = resolve,
        backend: AsyncNetworkBackend | None = None,
    ) -> None:
        self._private_hosts = private_hosts
        self._resolve = resolve_host
        self._backend = backend or AnyIOBackend()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to an address of the host, once all of them are checked.

        Raises:
            NotPublicError: the host has an address that is not public, or none.
        """
        async with asyncio.timeout(timeout):
            addresses = await self._addresses(host, port)
        failure: Exception | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                return await self._backend.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or NotPublicError("the host has no address")

    @override
    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> AsyncNetworkStream:
        """Refuse: a webhook goes to another machine."""
        raise NotPublicError("no sockets of this machine")

    @override
    async def sleep(self, seconds: float) -> None:
        """Wait between tries."""
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[IPv4Address | IPv6Address]:
        try:
            addresses = list(await self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise NotPublicError("the host has no address") from error
        is_private = host.lower() in self._private_hosts
        if not is_private and not all(is_public(address) for address in addresses):
            raise NotPublicError("the host has an address that is not public")
        return addresses
