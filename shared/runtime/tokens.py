"""Verify bearer tokens (RS256 or EdDSA) against the keys of their issuer."""

from typing import Any, Final

import jwt

from shared.runtime.caller import PRIVILEGED, Caller, CallerRole
from shared.runtime.development import is_development_kid
from shared.runtime.jwks import Keys, KeysUnavailable, keys_at
from shared.runtime.sign_in import MAIL_ISSUER, TOKEN_SECONDS

ALGORITHMS: Final = ["RS256", "EdDSA"]
LEEWAY_SECONDS: Final = 10
"""The tolerated difference between the issuer's clock and ours."""


class Verifier:
    """Checks tokens against the keys of the organisation's issuer, and of the one for sign-in by mail.

    Args:
        jwks: a file with a JSON Web Key Set, or the https address of one.
        issuer: the ``iss`` a token must carry.
        audience: the ``aud`` a token must carry.
        hours: the longest validity of a token, ``exp - iat``.
        privileged_hours: the same for coordinators and ops.
        development_keys: whether tokens signed with a developer's key are accepted.
        separate_roles: whether a token that makes one person coordinator and participant is refused.
        mail_keys: the keys of the issuer for sign-in by mail; without them its tokens are refused.
    """

    def __init__(
        self,
        *,
        jwks: str,
        issuer: str,
        audience: str,
        hours: float = 12,
        privileged_hours: float = 12,
        development_keys: bool = True,
        separate_roles: bool = False,
        mail_keys: Keys | None = None,
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._seconds = hours * 3600
        self._privileged_seconds = privileged_hours * 3600
        self._development_keys = development_keys
        self._separate_roles = separate_roles
        self._keys = keys_at(jwks)
        self._mail_keys = mail_keys

    async def caller(self, token: str) -> Caller:
        """Return the caller that a token identifies.

        Raises:
            jwt.InvalidTokenError: it is forged, expired, for another audience, valid for too long, or a claim
                is missing or malformed.
            KeysUnavailable: the issuer's keys are unavailable.
        """
        try:
            kid = self._accepted(jwt.get_unverified_header(token).get("kid"))
            if self._mail_keys and _stated_issuer(token) == MAIL_ISSUER:
                return _check_mail_caller(self._claims(token, await self._mail_keys.find(kid), MAIL_ISSUER))
            caller = Caller.model_validate(self._claims(token, await self._keys.find(kid), self._issuer))
        except (jwt.InvalidTokenError, KeysUnavailable):
            raise
        except Exception as error:  # a claim of any shape is the token's fault, whatever it breaks
            raise jwt.InvalidTokenError("a claim is malformed") from error
        if self._separate_roles and caller.roles >= {CallerRole.COORDINATOR, CallerRole.PARTICIPANT}:
            raise jwt.InvalidTokenError("one token may not hold the roles coordinator and participant")
        longest = self._privileged_seconds if caller.has(*PRIVILEGED) else self._seconds
        if caller.exp - caller.iat > longest:
            raise jwt.InvalidTokenError("the token is valid for too long")
        return caller

    def _accepted(self, kid: str | None) -> str | None:
        if is_development_kid(kid) and not self._development_keys:
            raise jwt.InvalidTokenError("signed with a developer's key")
        return kid

    def _claims(self, token: str, key: jwt.PyJWK, issuer: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=self._audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        return claims


def _stated_issuer(token: str) -> object:
    """Return the issuer that a token states; what it states is still to be verified."""
    return jwt.decode(token, options={"verify_signature": False}).get("iss")


def _check_mail_caller(claims: dict[str, Any]) -> Caller:
    """Return a caller who signed in by mail: one employee, for what is their own, for minutes.

    Raises:
        jwt.InvalidTokenError: the token claims more.
    """
    caller = Caller.model_validate(claims)
    if not set(claims["roles"]) <= {CallerRole.PARTICIPANT} or caller.employee_id is None:
        raise jwt.InvalidTokenError("who signs in by mail acts for one employee, and in no other role")
    if caller.exp - caller.iat > TOKEN_SECONDS:
        raise jwt.InvalidTokenError("the token is valid for too long")
    return caller
