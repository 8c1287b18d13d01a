"""The session of a browser, the credential behind an open stream, and the digests that name them."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography.fernet import Fernet

_SECRET: Final = re.compile(r"^[A-Za-z0-9_-]{43}$")


@dataclass(frozen=True)
class BrowserSession:
    """One session.

    Attributes:
        key: the digest of its secret; names the session to its owner.
        tenant: of the person.
        sub: the person's account.
        signed_in_at: when it began.
        used_at: when it was last used, to the minute.
        expires_at: when it ends at the latest.
        employee_id: the employee of a person who signed in by mail; empty for one who brought a token.
        token: the token that the person brought; empty in a listing, and for one who signed in by mail.
    """

    key: str
    tenant: str
    sub: str
    signed_in_at: datetime
    used_at: datetime
    expires_at: datetime
    employee_id: str = ""
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Pass:
    """The credential behind an open stream: a session, or a program's token alone.

    Attributes:
        person: tenant and account.
        token: the digest of the token.
        session: the key of the session; empty for a program.
        ends_at: when the token expires, in seconds since 1970.
    """

    person: tuple[str, str]
    token: str
    session: str
    ends_at: float


def is_secret(text: str) -> bool:
    """Return whether a text can be the secret of a session or link."""
    return _SECRET.match(text) is not None


def token_digest(token: str) -> str:
    """Return the digest of a token's signed part, so that the signature's encoding does not matter."""
    return hashlib.sha256(token.rpartition(".")[0].encode()).hexdigest()


def digest(secret: str) -> str:
    """Return the key of the session or link with this secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def cipher_of(secret: str) -> Fernet:
    """Return the cipher of what belongs to the session or link with this secret."""
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"session token")
    return Fernet(base64.urlsafe_b64encode(key.digest()))
