"""Sign-in by mail: an issuer beside the organisation's own, trusted for what belongs to one employee only.

The console holds the private key. It signs short-lived tokens for people who have opened a link from a mail,
and the orders for such mails. Every service verifies them with the public key.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from shared.runtime.development import development_kid, is_development_key
from shared.runtime.jwks import HeldKeys, Keys, keys_at
from shared.runtime.settings import Settings

MAIL_ISSUER: Final = "urn:mentoring:sign-in-by-mail"
"""The ``iss`` of tokens of people who signed in by mail."""
TOKEN_SECONDS: Final = 300
"""The validity of such a token; the console issues a new one for each request."""
_ORDERS: Final = "urn:mentoring:sign-in-mails"
"""The audience of orders: no service takes one for a token."""
_ORDER_SECONDS: Final = 60
_LEEWAY_SECONDS: Final = 10
_ALGORITHM: Final = "EdDSA"


@dataclass(frozen=True)
class MailOrder:
    """An order to send a sign-in link.

    Attributes:
        id: the same order arrives once, however often it is sent.
        address: as somebody typed it.
    """

    id: str
    address: str

    def __repr__(self) -> str:
        """Show no address, in a log least of all."""
        return f"MailOrder({self.id})"


class MailIssuer:
    """Signs tokens and orders.

    Args:
        pem: an Ed25519 private key.
        audience: the ``aud`` of tokens.

    Raises:
        ValueError: it is no private key.
        TypeError: it is a key of another kind.
    """

    def __init__(self, pem: str, audience: str) -> None:
        key = load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("MENTORING_SIGN_IN_KEY: not an Ed25519 private key")
        self._key = key
        self._audience = audience
        self.jwk: Final = public_jwk(key.public_key(), development=is_development_key(pem))

    @property
    def jwks(self) -> dict[str, Any]:
        """The JSON Web Key Set."""
        return {"keys": [self.jwk]}

    def mint(self, tenant: str, employee_id: str, *, programmes: tuple[str, ...] = ()) -> str:
        """Return a token for a participant.

        Args:
            tenant: the organisation.
            employee_id: the person.
            programmes: those that the token is limited to; none for all.
        """
        claims = {
            "tenant": tenant,
            "roles": ["participant"],
            "employee_id": employee_id,
            "programmes": list(programmes),
        }
        return self._sign(account_of(employee_id), self._audience, TOKEN_SECONDS, claims)

    def order(self, order: MailOrder) -> str:
        """Return a signed order for a mail."""
        return self._sign(order.id, _ORDERS, _ORDER_SECONDS, {"address": order.address})

    def _sign(self, subject: str, audience: str, seconds: int, claims: Mapping[str, Any]) -> str:
        now = datetime.now(UTC)
        ends = now + timedelta(seconds=seconds)
        payload = {"iss": MAIL_ISSUER, "aud": audience, "sub": subject, "iat": now, "exp": ends, **claims}
        return jwt.encode(payload, self._key, algorithm=_ALGORITHM, headers={"kid": self.jwk["kid"]})


async def read_order(signed: str, keys: Keys) -> MailOrder:
    """Return a signed order.

    Raises:
        jwt.InvalidTokenError: it is forged, old, or something else than an order.
        KeysUnavailable: the key can't be looked up now.
    """
    key = await keys.find(jwt.get_unverified_header(signed).get("kid"))
    claims: dict[str, Any] = jwt.decode(
        signed,
        key,
        algorithms=[_ALGORITHM],
        issuer=MAIL_ISSUER,
        audience=_ORDERS,
        leeway=_LEEWAY_SECONDS,
        options={"require": ["exp", "iat", "sub", "address"]},
    )
    return MailOrder(str(claims["sub"]), str(claims["address"]))


def account_of(employee_id: str) -> str:
    """Return the account of a person who signs in by mail; no account of another issuer."""
    return f"mail:{employee_id}"


def issuer_of(settings: Settings) -> MailIssuer | None:
    """Return the issuer, where there is a key."""
    pem = settings.sign_in_key.get_secret_value()
    return MailIssuer(pem, settings.jwt_audience) if pem else None


def mail_keys(settings: Settings) -> Keys | None:
    """Return the issuer's public keys; None where nobody signs in by mail."""
    issuer = issuer_of(settings)
    if issuer:
        return HeldKeys(issuer.jwks)
    return keys_at(settings.sign_in_jwks) if settings.sign_in_jwks else None


def public_jwk(key: Ed25519PublicKey, *, development: bool) -> dict[str, str]:
    """Return a JSON Web Key; its id is the RFC 7638 thumbprint, with a mark if it is a developer's."""
    essential = {
        "crv": "Ed25519",
        "kty": "OKP",
        "x": _base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw)),
    }
    canonical = json.dumps(essential, separators=(",", ":"), sort_keys=True).encode()
    thumbprint = _base64url(hashlib.sha256(canonical).digest())
    kid = development_kid(thumbprint) if development else thumbprint
    return {**essential, "kid": kid, "alg": _ALGORITHM, "use": "sig"}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
