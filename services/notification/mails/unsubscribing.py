"""Links to unsubscribe: signed, for one person and one kind of message, valid until used or not."""

import hmac
from typing import Final

import jwt
from pydantic import BaseModel, ValidationError

from services.notification.domain.kinds import Kind
from shared.kernel import Identifier, NotFound

_ALGORITHM: Final = "HS256"


class Unsubscription(BaseModel):
    """The request that a link stands for."""

    tenant: Identifier
    programme: Identifier
    region: Identifier
    participant_id: Identifier
    kind: Kind
    language: str


def sign(unsubscription: Unsubscription, id_key: bytes) -> str:
    """Return the token of a link."""
    return jwt.encode(unsubscription.model_dump(), _key(id_key), algorithm=_ALGORITHM)


def read(token: str, id_key: bytes) -> Unsubscription:
    """Return what a link asks for.

    Raises:
        NotFound: it was not signed here.
    """
    try:
        return Unsubscription.model_validate(jwt.decode(token, _key(id_key), algorithms=[_ALGORITHM]))
    except (jwt.InvalidTokenError, ValidationError, ValueError):
        raise NotFound("no such link") from None


def _key(id_key: bytes) -> bytes:
    """Return a key for this purpose alone."""
    return hmac.digest(id_key, b"unsubscribe", "sha256")
