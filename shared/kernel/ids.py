"""Identifiers: opaque to people, stable under repetition."""

import uuid
from typing import Annotated, Final

from pydantic import StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}$")]
"""1 to 64 letters, digits, ``. _ ~ -``: safe in a path, a key and a log line."""

_NAMESPACE: Final = uuid.UUID("7f1c9f5e-2f0b-4c38-9a0a-6d6f0a4b5d11")


def stable_id(*parts: str | int) -> str:
    """Return the same 32 hex digits for the same parts, so that a repeated command makes nothing new."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)).hex
