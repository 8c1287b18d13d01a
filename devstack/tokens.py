"""A local issuer of access tokens, in place of an organisation's identity provider."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt

from devstack.errors import DevstackError
from devstack.keys import developer_jwk, load_or_make, write_jwks
from shared.runtime.caller import CallerRole
from shared.runtime.development import DEVELOPMENT_ISSUER

ISSUER = DEVELOPMENT_ISSUER
AUDIENCE = "mentoring"
OPERATOR_TENANT = "operator"
"""The tenant of the devstack's operators."""
ROLES = frozenset(CallerRole)


class LocalIssuer:
    """Signs tokens with the key in `folder`; creates key and JWKS if they are missing."""

    def __init__(self, folder: Path) -> None:
        self._key = load_or_make(folder / "issuer.pem")
        self._kid = developer_jwk(self._key)["kid"]
        self._jwks = (folder / "jwks.json").resolve()
        write_jwks(self._jwks, self._key)

    @property
    def jwks_path(self) -> Path:
        """The public keys, for the services."""
        return self._jwks

    def mint(
        self,
        subject: str,
        tenant: str,
        roles: Iterable[str],
        *,
        programmes: Iterable[str] = ("*",),
        employee_id: str | None = None,
        no_employee: bool | None = None,
        ttl: timedelta = timedelta(hours=12),
    ) -> str:
        """Return a signed token (EdDSA) for `subject` in `tenant`, valid from now for `ttl` of real time.

        No two are equal (`jti`): signing out of one leaves those minted in the same second alone.
        Without `employee_id` the token states that the person is no employee, unless `no_employee` is False.

        Raises:
            DevstackError: subject or tenant is empty, a role is unknown, or `ttl` is not positive.
        """
        claims: dict[str, Any] = {
            "roles": sorted(set(roles)),
            "programmes": sorted(set(programmes)),
            "employee_id": employee_id,
            "no_employee": employee_id is None if no_employee is None else no_employee,
        }
        _check(subject, tenant, claims["roles"], ttl)
        now = datetime.now(UTC)
        standard = {"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + ttl}
        payload = {**standard, "jti": uuid.uuid4().hex, "tenant": tenant, **claims}
        return jwt.encode(payload, self._key, algorithm="EdDSA", headers={"kid": self._kid})


def _check(subject: str, tenant: str, roles: Iterable[str], ttl: timedelta) -> None:
    for field, value in (("subject", subject), ("tenant", tenant)):
        if not value.strip():
            raise DevstackError(f"{field} must not be empty")
    unknown = sorted(set(roles) - ROLES)
    if unknown:
        raise DevstackError(f"role: {', '.join(unknown)} is none of {', '.join(sorted(ROLES))}")
    if ttl <= timedelta(0):
        raise DevstackError("ttl must be positive")
