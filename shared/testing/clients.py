"""HTTP clients for tests."""

from typing import Any, Final

import httpx

from shared.runtime.certificates import trusted_certificates

_SECONDS: Final = 240
"""How long an answer may take: the machine that runs the tests may be busy."""


def http_client(**options: Any) -> httpx.AsyncClient:
    """Return a client for services on this machine; it uses no proxy.

    All clients of a process share the certificates: reading them takes 25 ms of processor time.

    Args:
        options: of ``httpx.AsyncClient``; they replace those set here.
    """
    usual: dict[str, Any] = {"timeout": _SECONDS, "trust_env": False, "verify": trusted_certificates()}
    return httpx.AsyncClient(**usual | options)
