"""The issuer's public keys (a JSON Web Key Set): from a file, or from the issuer itself over https."""

import asyncio
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from shared.runtime.certificates import trusted_certificates
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger

if TYPE_CHECKING:
    import httpx

log = get_logger(__name__)

FRESH_SECONDS: Final = 300.0
"""After this the keys are fetched again, so that a key the issuer gives up is given up here."""
PAUSE_SECONDS: Final = 10.0
"""The shortest time between two fetches, however many tokens name keys that nobody knows."""
_ANSWER_SECONDS: Final = 5.0
"""The time limit of a fetch."""
_ANSWER_BYTES: Final = 65_536
_MOST_KEYS: Final = 50
_RSA_BITS: Final = 2048
"""Shorter RSA keys are not used."""


class KeysUnavailable(Exception):  # noqa: N818 (a state of the issuer, not of the code)
    """The key of a token can't be looked up just now; the token may well be good."""


class Keys(Protocol):
    """Finds the key a token says it was signed with."""

    async def find(self, kid: str | None) -> jwt.PyJWK:
        """Return the key of this id.

        Raises:
            jwt.InvalidTokenError: there is none.
            KeysUnavailable: nobody can say now.
        """
        ...


def keys_at(place: str) -> Keys:
    """Return the keys in a file, or at an http(s) address.

    Raises:
        OSError: the file can't be read.
        ValueError: it holds no key set.
    """
    return RemoteKeys(place) if place.startswith(("http://", "https://")) else FileKeys(Path(place))


class HeldKeys:
    """Keys that this very process holds.

    Args:
        document: a JSON Web Key Set.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._keys = _read(json.dumps(document).encode())

    async def find(self, kid: str | None) -> jwt.PyJWK:
        """Return the key of this id."""
        return _pick(self._keys, kid)


class FileKeys:
    """Keys in a file, read again when it has changed; one that can't be read leaves the keys as they were.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = self._look()
        self._keys = _read(path.read_bytes())

    async def find(self, kid: str | None) -> jwt.PyJWK:
        """Return the key of this id."""
        try:
            stamp = self._look()
            if stamp != self._stamp:
                self._keys, self._stamp = _read(self._path.read_bytes()), stamp
        except (OSError, ValueError) as error:
            log.warning("key file can't be read, keeping the old keys", error=describe(error))
        return _pick(self._keys, kid)

    def _look(self) -> tuple[int, int, int]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino


class RemoteKeys:
    """Keys that the issuer publishes, fetched when they are needed and kept for a while.

    While the issuer is unavailable, the keys it published last remain valid.

    Args:
        url: of the key set.
        fresh_seconds: how long they are kept without asking again.
        pause_seconds: the shortest time between two fetches.
    """

    def __init__(
        self, url: str, *, fresh_seconds: float = FRESH_SECONDS, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        self._url = url
        self._fresh_seconds = fresh_seconds
        self._pause_seconds = pause_seconds
        self._keys: Mapping[str | None, jwt.PyJWK] = {}
        self._fetched = float("-inf")
        self._tried = float("-inf")
        self._fetching = asyncio.Lock()

    async def find(self, kid: str | None) -> jwt.PyJWK:
        """Return the key of this id; asks the issuer where it is unknown here, or known for long."""
        if not (kid in self._keys and (self._is_fresh() or self._fetching.locked())):
            async with self._fetching:
                if not (kid in self._keys and self._is_fresh()):
                    await self._fetch_unless_just_done()
        if kid not in self._keys and self._fetched < self._tried:
            raise KeysUnavailable
        return _pick(self._keys, kid)

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._fetched < self._fresh_seconds

    async def _fetch_unless_just_done(self) -> None:
        import httpx  # noqa: PLC0415 (only where keys are fetched: it takes memory)

        now = time.monotonic()
        if now - self._tried < self._pause_seconds:
            return
        self._tried = now
        try:
            trusted = trusted_certificates()
            async with (
                asyncio.timeout(_ANSWER_SECONDS),
                httpx.AsyncClient(timeout=_ANSWER_SECONDS, verify=trusted) as client,
            ):
                self._keys = _read(await _fetch(client, self._url))
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            log.warning("the issuer's keys can't be fetched", error=describe(error))
        else:
            self._fetched = now


async def _fetch(client: "httpx.AsyncClient", url: str) -> bytes:
    """Return what is at an address.

    Raises:
        ValueError: it is too large.
    """
    content = bytearray()
    async with client.stream("GET", url) as answer:
        answer.raise_for_status()
        async for part in answer.aiter_bytes():
            content += part
            if len(content) > _ANSWER_BYTES:
                raise ValueError("the key set is too large")
    return bytes(content)


def _read(content: bytes) -> dict[str | None, jwt.PyJWK]:
    """Return the keys of a set that may check signatures, by id."""
    try:
        document: dict[str, Any] = json.loads(content)
        keys = jwt.PyJWKSet.from_dict(document).keys
    except (jwt.PyJWTError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise ValueError("no JSON Web Key Set") from error
    usable = {key.key_id: key for key in keys if _may_check_signatures(key)}
    if not usable or len(keys) > _MOST_KEYS:
        raise ValueError("no JSON Web Key Set with a few strong keys for signatures")
    return usable


def _may_check_signatures(key: jwt.PyJWK) -> bool:
    strong = not isinstance(key.key, RSAPublicKey) or key.key.key_size >= _RSA_BITS
    return strong and key.public_key_use in {None, "sig"}


def _pick(keys: Mapping[str | None, jwt.PyJWK], kid: str | None) -> jwt.PyJWK:
    if kid is None or kid not in keys:
        raise jwt.InvalidTokenError("signed with an unknown key")
    return keys[kid]
