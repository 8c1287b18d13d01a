"""Signatures by the Standard Webhooks scheme, and the secrets behind them."""

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Final

VAULT_PURPOSE: Final = "webhook secrets"
"""Keeps the key of stored secrets apart from others that are made of one setting."""
_PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
"""The scheme allows 24 to 64."""


def secret_text(secret: bytes) -> str:
    """Return a secret as its reader is shown it."""
    return _PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, id_: str, timestamp: int, body: bytes) -> str:
    """Return the signature of one message with one secret."""
    signed = f"{id_}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()


def signed_headers(secrets: Iterable[bytes], id_: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers by which a receiver verifies a message; it accepts any of the signatures.

    Args:
        secrets: those that are valid.
        id_: the same for the same message, however often it is sent.
        at: when it is sent.
        body: the message.
    """
    timestamp = int(at.timestamp())
    signatures = " ".join(signature(secret, id_, timestamp, body) for secret in secrets)
    return {"webhook-id": id_, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}
