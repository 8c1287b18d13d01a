"""HTTP clients for tests."""

from typing import Any, Final

import httpx

from shared.runtime.certificates import trusted_certificates

_SECONDS: Final = 240
"""How long an answer may take: the machine that runs the tests may be busy."""


def http_client(**options: Any) -> httpx.AsyncClient:
    """Return a client for services on this machine, which no proxy stands before.

    All of a process share the certificates: a client that reads its own takes 25 ms of processor time.

    Args:
        options: of ``httpx.AsyncClient``, where others than here are wanted.
    """
    usual: dict[str, Any] = {"timeout": _SECONDS, "trust_env": False, "verify": trusted_certificates()}
    return httpx.AsyncClient(**usual | options)
