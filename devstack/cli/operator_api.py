"""The client of a service's API for operators at a terminal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

import httpx

from devstack.errors import DevstackError
from devstack.files import read_json
from devstack.tokens import OPERATOR_TENANT, LocalIssuer
from services.catalogue import SERVICES

_TIMEOUT = httpx.Timeout(60.0, connect=5.0)


def find_service(name: str, root: Path, url: str | None) -> OperatorApi:
    """Return a service's API: in the devstack under `root`, or at `url` with the token in MENTORING_TOKEN.

    Raises:
        DevstackError: there is no such service, nothing runs under `root`, the URL is none, or the token is
            missing.
    """
    if name not in SERVICES:
        raise DevstackError(f"SERVICE: {name!r} is none of {', '.join(SERVICES)}")
    if url is not None:
        return OperatorApi(name, _checked(url), _given_token(), trust_env=True)
    address = (read_json(root / "services.json") or {}).get(name)
    if not address:
        raise DevstackError(f"no {name} is recorded in {root}; start with: mentoring up")
    tenant = os.environ.get("MENTORING_OPERATOR_TENANT") or OPERATOR_TENANT  # as the services have it
    token = LocalIssuer(root / "keys").mint("devstack", tenant, ["ops"])
    return OperatorApi(name, address, token, trust_env=False)


class OperatorApi:
    """Calls one service; errors are one line.

    Args:
        name: the service.
        url: its base URL.
        token: an access token with the role ops.
        trust_env: whether the environment's proxies and certificates count.
    """

    def __init__(self, name: str, url: str, token: str, *, trust_env: bool) -> None:
        self._name = name
        self._url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._client = httpx.Client(headers=headers, timeout=_TIMEOUT, trust_env=trust_env)

    def __enter__(self) -> Self:
        """Check that the address is that of the named service."""
        try:
            self._confirm()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **query: Any) -> Any:
        """Read.

        Raises:
            DevstackError: no answer, or a refusal.
        """
        return self._call("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Command.

        Raises:
            DevstackError: no answer, or a refusal.
        """
        return self._call("POST", path, json=body)

    def _confirm(self) -> None:
        state = self.get("/ops/stream")
        service = state.get("service") if isinstance(state, dict) else None
        if service != self._name:
            raise DevstackError(f"{self._url} is {service or 'something else'}, not {self._name}")

    def _call(self, method: str, path: str, **parts: Any) -> Any:
        try:
            answer = self._client.request(method, self._url + path, **parts)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DevstackError(
                f"{self._name} at {self._url} does not answer ({type(error).__name__})"
            ) from error
        if not answer.is_success:
            raise DevstackError(f"{self._name}: {_problem(answer)}")
        try:
            return answer.json()
        except ValueError as error:
            raise DevstackError(f"{self._url} is not a service of this platform") from error


def _problem(answer: httpx.Response) -> str:
    try:
        body = answer.json()
        reason = str(body.get("detail") or body["title"])
    except (ValueError, KeyError, AttributeError):
        reason = answer.reason_phrase
    return f"{reason} ({answer.status_code})"


def _checked(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise DevstackError(f"--url: {url!r} must start with http:// or https://")
    return url


def _given_token() -> str:
    token = os.environ.get("MENTORING_TOKEN", "").strip()
    if not token or not token.isascii():
        raise DevstackError("MENTORING_TOKEN: with --url it must hold an access token with the role ops")
    return token
