"""The encryption of webhooks' secrets where they are stored."""

import base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES: Final = 12


class SealBroken(ValueError):  # noqa: N818
    """A stored secret was sealed with another key, or for another webhook."""


class Vault:
    """Seals secrets with AES-GCM; a sealed secret opens only for the webhook it was sealed for.

    Args:
        key: the platform's secret; a key for this purpose alone is derived from it.
    """

    def __init__(self, key: bytes) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=b"webhook secrets").derive(key)
        self._cipher = AESGCM(derived)

    def __repr__(self) -> str:
        """Show no key; the same for each, as fingerprints of commands need it."""
        return "Vault()"

    def seal(self, secret: bytes, owner: str, nonce: bytes) -> str:
        """Return a secret as it is stored.

        Args:
            secret: the secret.
            owner: the tenant and the webhook it belongs to.
            nonce: random bytes that are used once.
        """
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, secret, owner.encode())).decode()

    def unseal(self, sealed: str, owner: str) -> bytes:
        """Return the secret.

        Raises:
            SealBroken: the key or the owner is another one.
        """
        raw = base64.b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], owner.encode())
        except InvalidTag:
            raise SealBroken("a webhook's secret can't be opened with this key") from None
