"""AES-GCM under one key: what is sealed opens with this key only, and for its owner only."""

import base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class SealBroken(ValueError):  # noqa: N818
    """Something stored was sealed with another key, or for another owner."""


class Vault:
    """Seals secrets and texts with AES-GCM.

    Args:
        key: a secret; a key for this purpose alone is derived from it.
        purpose: keeps the keys apart that are derived from one secret.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        self._cipher = AESGCM(derived_key(key, purpose, KEY_BYTES))

    def __repr__(self) -> str:
        """Show no key; the same for each, as fingerprints of commands need it."""
        return "Vault()"

    def seal(self, content: bytes, owner: str, nonce: bytes) -> str:
        """Return the content as it is stored.

        Args:
            content: the secret or the text.
            owner: names what it belongs to; needed to open it again.
            nonce: random bytes that are used once.
        """
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, content, owner.encode())).decode()

    def unseal(self, sealed: str, owner: str) -> bytes:
        """Return the content.

        Raises:
            SealBroken: the key or the owner is another one.
        """
        raw = base64.b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], owner.encode())
        except InvalidTag:
            raise SealBroken("this was encrypted with another key or for another owner") from None


def derived_key(key: bytes, purpose: str, length: int) -> bytes:
    """Return bytes that only a holder of the key can compute, other ones for each purpose."""
    return HKDF(SHA256(), length=length, salt=None, info=purpose.encode()).derive(key)
