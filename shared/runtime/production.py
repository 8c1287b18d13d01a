"""Settings that production refuses, as they are safe only in development: a rule and a sentence each."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from shared.runtime.development import DEVELOPMENT_ISSUER, is_development_key, is_development_kid
from shared.runtime.kafka_access import KafkaAccess

_LEAST_SECRET: Final = 32
_CERTIFICATE_MECHANISMS: Final = {"MONGODB-X509", "MONGODB-AWS", "MONGODB-OIDC"}
"""Mechanisms that authenticate a MongoDB client without a user in the address."""
_INSECURE_TLS: Final = {"tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames"}


def refuse_tests(clock: str, id_key: str) -> Iterator[str]:
    """Refuse a clock that a test moves, and ids that everybody can compute."""
    if clock != "system":
        yield "MENTORING_CLOCK: a virtual clock is refused in production"
    if len(id_key) < _LEAST_SECRET:
        yield f"MENTORING_ID_KEY: production needs a secret of {_LEAST_SECRET} characters or more"


def refuse_tokens(jwks: str, issuer: str) -> Iterator[str]:
    """Refuse keys of tokens that are not kept safe, or that a developer has."""
    if jwks.startswith("http://"):
        yield "MENTORING_JWKS: keys over plain http are refused in production"
    if issuer == DEVELOPMENT_ISSUER:
        yield f"MENTORING_JWT_ISSUER: the local issuer {DEVELOPMENT_ISSUER} is refused in production"
    if not jwks.startswith("https://") and _holds_development_key(Path(jwks)):
        yield "MENTORING_JWKS: the file holds a developer's key, which is refused in production"


def refuse_sign_in(jwks: str, key: str) -> Iterator[str]:
    """Refuse such keys of the links to sign in."""
    if jwks.startswith("http://"):
        yield "MENTORING_SIGN_IN_JWKS: keys over plain http are refused in production"
    in_file = jwks and not jwks.startswith("https://")
    if in_file and _holds_development_key(Path(jwks)):
        yield "MENTORING_SIGN_IN_JWKS: the file holds a developer's key, which is refused in production"
    if is_development_key(key):
        yield "MENTORING_SIGN_IN_KEY: a developer's key is refused in production"


def refuse_kafka(access: KafkaAccess, *, plaintext: bool) -> Iterator[str]:
    """Refuse access to Kafka that others can read, unless ``plaintext`` is allowed."""
    protocol = access.kafka_security_protocol
    if not access.kafka_tls and not plaintext:
        yield (
            f"MENTORING_KAFKA_SECURITY_PROTOCOL: {protocol} is refused in production; "
            "use SASL_SSL or SSL, or set MENTORING_ALLOW_PLAINTEXT_KAFKA=true"
        )
    if protocol == "SSL" and access.kafka_cert_file is None:
        yield "MENTORING_KAFKA_CERT_FILE: SSL without a client certificate is refused in production"


def refuse_mongo(uri: str, *, unauthenticated: bool) -> Iterator[str]:
    """Refuse access to MongoDB that others can read or have, unless that is allowed."""
    address = urlsplit(uri)
    options = {name.lower(): value for name, value in parse_qsl(address.query)}
    proven = bool(address.username and address.password)
    proven = proven or options.get("authmechanism", "").upper() in _CERTIFICATE_MECHANISMS
    if not proven and not unauthenticated:
        yield _mongo("an address without user and password")
    default = "true" if address.scheme == "mongodb+srv" else "false"
    encrypted = options.get("tls", options.get("ssl", default)).lower() == "true"
    if not encrypted and not unauthenticated:
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
