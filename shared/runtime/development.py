"""The issuer and the keys of developers, marked so that production refuses them."""

from typing import Final

DEVELOPMENT_ISSUER: Final = "https://auth.mentoring.local"
"""The ``iss`` of tokens that the devstack mints."""
_DEVELOPMENT_KID: Final = "development-"
_DEVELOPMENT_KEY: Final = "development key"
"""Stands before a developer's private key in its PEM file."""


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
