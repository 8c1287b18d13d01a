"""The keys of a development stack, made at the first start; the public halves are published as a JWKS."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from devstack.errors import DevstackError
from devstack.files import write_json
from shared.runtime.development import mark_development_key
from shared.runtime.sign_in import public_jwk

_SECRET_BYTES: Final = 32


def load_or_make(path: Path) -> Ed25519PrivateKey:
    """Return the Ed25519 key in `path` (PEM, mode 0600); create it if there is none.

    Raises:
        DevstackError: the file holds no such key.
    """
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise DevstackError(f"{path} is not a private key; remove it to have a new one made") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise DevstackError(f"{path} is not an Ed25519 key; remove it to have a new one made")
    return key


def developer_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """Return the public half as a JSON Web Key, marked as a developer's."""
    return public_jwk(key.public_key(), development=True)


def write_jwks(path: Path, key: Ed25519PrivateKey) -> None:
    """Publish the public half; readable by all, since a container's user reads it too."""
    write_json(path, {"keys": [developer_jwk(key)]}, mode=0o644)


def ensure_secret(path: Path) -> None:
    """Create a file with a random secret (mode 0600) if there is none."""
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(_SECRET_BYTES).encode())


def _make(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write_once(path, mark_development_key(pem))


def _write_once(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp makes it 0600
    with os.fdopen(descriptor, "wb") as output:
        output.write(content)
    try:
        os.link(draft, path)  # fails if another process was first: then its content is used
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()
