"""Where a webhook may be sent: https on a public address."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from shared.kernel import RuleBroken

LONGEST_URL: Final = 500
_PORTS: Final = frozenset({443, 8443})
_URL: Final = re.compile(r"[\x21-\x7e]+", re.ASCII)
_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.ASCII)
_RESERVED: Final = (
    ip_network("192.0.0.0/24"),  # protocol assignments; Oracle's clouds serve metadata there
    ip_network("192.88.99.0/24"),  # relays of 6to4
    ip_network("168.63.129.16/32"),  # Azure serves its machines' metadata there
)
"""Addresses that count as public but lead to a machine's own surroundings."""


@dataclass(frozen=True)
class Target:
    """The parts of an address, so that it is parsed once.

    Attributes:
        scheme: ``https``, or ``http`` in development.
        host: a name or an IP address, without brackets.
        port: the port to connect to.
        path: with the query.
    """

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, private_hosts: frozenset[str] = frozenset()) -> Target:
    """Return the parts of a webhook's address.

    Args:
        url: the address.
        private_hosts: names for which http, any port and private addresses are allowed, in development.

    Raises:
        RuleBroken: no webhook may be sent there.
    """
    if len(url) > LONGEST_URL or not _URL.fullmatch(url):
        raise _refused(f"must be an address of at most {LONGEST_URL} ASCII characters")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _refused("is not a valid address") from None
    is_private = host in private_hosts
    if parts.scheme != "https" and not (is_private and parts.scheme == "http"):
        raise _refused("must begin with https://")
    if "@" in parts.netloc or "#" in url or "\\" in url:
        raise _refused("must have no user, password, fragment or backslash")
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if port not in _PORTS and not is_private:
        raise _refused("must use port 443 or 8443")
    _check_host(host, is_private=is_private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path)


def _check_host(host: str, *, is_private: bool) -> None:
    try:
        literal = ip_address(host)
    except ValueError:
        if not _NAME.fullmatch(host):
            raise _refused("has no valid host name") from None
        return
    if not (is_private or is_public(literal)):
        raise _refused("must not be a private or reserved address")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is a public one, and hides no other address in it."""
    hidden = isinstance(address, IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address.is_site_local
    )
    special = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    return (
        address.is_global and not (hidden or special) and not any(address in network for network in _RESERVED)
    )


def _refused(why: str) -> RuleBroken:
    return RuleBroken(f"the address {why}", code="webhook-address", field="url")
