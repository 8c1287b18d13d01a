"""Identifiers: opaque to people, stable under repetition."""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from typing import Annotated, Final, TypeAlias

from pydantic import Field, StringConstraints

Identifier = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}$"), Field(examples=["sample-1"])
]
"""1 to 64 letters, digits, ``. _ ~ -``: safe in a path, a key and a log line."""

EmployeeId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}$", to_lower=True),
    Field(examples=["sample-1"]),
]
"""An employee's id from HR in its one normal form, lower case: ``X6`` and ``x6`` are the same person."""

MakeId: TypeAlias = Callable[..., str]
"""Makes an id of parts, as `stable_id` does; domain code is given one that holds the key."""

_NAMESPACE: Final = uuid.UUID("7f1c9f5e-2f0b-4c38-9a0a-6d6f0a4b5d11")


def stable_id(*parts: str | int) -> str:
    """Return the same 32 hex digits for the same parts, so that a repeated command makes nothing new."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)).hex


def keyed_id(key: bytes, *parts: str | int) -> str:
    """Return the same 32 hex digits for the same key and parts; without the key nobody can compute them.

    Use it wherever a part can be guessed: an employee id, or words that somebody wrote.

    Raises:
        ValueError: the key is empty.
    """
    if not key:
        raise ValueError("a keyed id needs a key")
    texts = [str(part) for part in parts]
    message = "".join(f"{len(text)}:{text}" for text in texts)
    return hmac.digest(key, message.encode(), hashlib.sha256)[:16].hex()
