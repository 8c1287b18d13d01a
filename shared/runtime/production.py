"""Settings that production refuses, as they are safe only in development: a rule and a sentence each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from shared.runtime.settings import Settings

DEVELOPMENT_ISSUER: Final = "https://auth.mentoring.local"
"""The ``iss`` of tokens that the devstack mints."""
_DEVELOPMENT_KID: Final = "development-"
_DEVELOPMENT_KEY: Final = "development key"
"""Stands before a developer's private key in its PEM file."""
_LEAST_SECRET: Final = 32
_CERTIFICATE_MECHANISMS: Final = {"MONGODB-X509", "MONGODB-AWS", "MONGODB-OIDC"}
"""Mechanisms that authenticate a MongoDB client without a user in the address."""
_INSECURE_TLS: Final = {"tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames"}


def development_kid(thumbprint: str) -> str:
    """Return the key id that marks a developer's key."""
    return _DEVELOPMENT_KID + thumbprint


def is_development_kid(kid: object) -> bool:
    """Return whether a key id marks a developer's key."""
    return isinstance(kid, str) and kid.startswith(_DEVELOPMENT_KID)


def mark_development_key(pem: bytes) -> bytes:
    """Mark a private key as a developer's."""
    return f"{_DEVELOPMENT_KEY}\n".encode() + pem


def is_development_key(pem: str) -> bool:
    """Return whether a private key is marked as a developer's."""
    return pem.lstrip().startswith(_DEVELOPMENT_KEY)


def refusals(settings: Settings) -> list[str]:
    """Return why these settings are refused in production: a sentence each, which names the setting."""
    rules = (_of_tests, _of_tokens, _of_sign_in, _of_kafka, _of_mongo)
    return [refusal for rule in rules for refusal in rule(settings)]


def permissions(settings: Settings) -> list[str]:
    """Return the settings by which production allows what it refuses otherwise."""
    permitted = {
        "MENTORING_ALLOW_PLAINTEXT_KAFKA": settings.allow_plaintext_kafka,
        "MENTORING_ALLOW_UNAUTHENTICATED_MONGO": settings.allow_unauthenticated_mongo,
    }
    return [name for name, allowed in permitted.items() if allowed and settings.environment == "production"]


def _of_tests(settings: Settings) -> Iterator[str]:
    if settings.clock != "system":
        yield "MENTORING_CLOCK: a virtual clock is refused in production"
    if len(settings.id_key.get_secret_value()) < _LEAST_SECRET:
        yield f"MENTORING_ID_KEY: production needs a secret of {_LEAST_SECRET} characters or more"


def _of_tokens(settings: Settings) -> Iterator[str]:
    if settings.jwks.startswith("http://"):
        yield "MENTORING_JWKS: keys over plain http are refused in production"
    if settings.jwt_issuer == DEVELOPMENT_ISSUER:
        yield f"MENTORING_JWT_ISSUER: the local issuer {DEVELOPMENT_ISSUER} is refused in production"
    if not settings.jwks.startswith("https://") and _holds_development_key(Path(settings.jwks)):
        yield "MENTORING_JWKS: the file holds a developer's key, which is refused in production"


def _of_sign_in(settings: Settings) -> Iterator[str]:
    if settings.sign_in_jwks.startswith("http://"):
        yield "MENTORING_SIGN_IN_JWKS: keys over plain http are refused in production"
    in_file = settings.sign_in_jwks and not settings.sign_in_jwks.startswith("https://")
    if in_file and _holds_development_key(Path(settings.sign_in_jwks)):
        yield "MENTORING_SIGN_IN_JWKS: the file holds a developer's key, which is refused in production"
    if is_development_key(settings.sign_in_key.get_secret_value()):
        yield "MENTORING_SIGN_IN_KEY: a developer's key is refused in production"


def _of_kafka(settings: Settings) -> Iterator[str]:
    protocol = settings.kafka_security_protocol
    if not settings.kafka_tls and not settings.allow_plaintext_kafka:
        yield (
            f"MENTORING_KAFKA_SECURITY_PROTOCOL: {protocol} is refused in production; "
            "use SASL_SSL or SSL, or set MENTORING_ALLOW_PLAINTEXT_KAFKA=true"
        )
    if protocol == "SSL" and settings.kafka_cert_file is None:
        yield "MENTORING_KAFKA_CERT_FILE: SSL without a client certificate is refused in production"


def _of_mongo(settings: Settings) -> Iterator[str]:
    address = urlsplit(settings.mongo_uri.get_secret_value())
    options = {name.lower(): value for name, value in parse_qsl(address.query)}
    proven = bool(address.username and address.password)
    proven = proven or options.get("authmechanism", "").upper() in _CERTIFICATE_MECHANISMS
    if not proven and not settings.allow_unauthenticated_mongo:
        yield _mongo("an address without user and password")
    default = "true" if address.scheme == "mongodb+srv" else "false"
    encrypted = options.get("tls", options.get("ssl", default)).lower() == "true"
    if not encrypted and not settings.allow_unauthenticated_mongo:
        yield _mongo("an address without tls=true")
    if any(options.get(name, "").lower() == "true" for name in _INSECURE_TLS):
        yield "MENTORING_MONGO_URI: TLS that accepts any certificate is refused in production"


def _mongo(fault: str) -> str:
    return (
        f"MENTORING_MONGO_URI: {fault} is refused in production, "
        "unless MENTORING_ALLOW_UNAUTHENTICATED_MONGO=true is set"
    )


def _holds_development_key(path: Path) -> bool:
    try:
        keys = json.loads(path.read_bytes())["keys"]
        return any(is_development_kid(key.get("kid")) for key in keys)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # the file is refused where it is loaded
