"""Who is calling, and may they: bearer JWT (RS256 or EdDSA), checked against the issuer's JWKS."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

import jwt
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ValidationError, field_validator

from shared.kernel import Identifier
from shared.runtime.jwks import KeysAway, keys_at
from shared.runtime.logging import bind

ALGORITHMS: Final = ["RS256", "EdDSA"]


class CallerRole(StrEnum):
    """What a token entitles to; a caller may have several."""

    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    DELEGATE = "delegate"
    OPS = "ops"
    SERVICE = "service"


class Caller(BaseModel):
    """The verified claims of a token; roles that mean nothing here are left out.

    ``programmes`` limits a coordinator to those programmes; empty means all of the tenant.
    """

    sub: str
    tenant: Identifier
    roles: frozenset[CallerRole]
    programmes: frozenset[Identifier] = frozenset()
    employee_id: Identifier | None = None

    @field_validator("roles", mode="before")
    @classmethod
    def _only_known(cls, roles: Any) -> Any:
        return [role for role in roles if role in set(CallerRole)] if isinstance(roles, list) else roles

    def has(self, *roles: CallerRole) -> bool:
        """Whether the caller has any of these roles."""
        return not self.roles.isdisjoint(roles)

    def may_coordinate(self, programme_id: str) -> bool:
        """Whether the caller coordinates this programme."""
        return self.has(CallerRole.COORDINATOR) and (not self.programmes or programme_id in self.programmes)


class Verifier:
    """Checks tokens against one issuer's keys.

    Args:
        jwks: a file with a JSON Web Key Set, or the https address of one.
        issuer: the ``iss`` a token must carry.
        audience: the ``aud`` a token must carry.
    """

    def __init__(self, *, jwks: str, issuer: str, audience: str) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys_at(jwks)

    async def caller(self, token: str) -> Caller:
        """Return who the token stands for.

        Raises:
            jwt.InvalidTokenError: it is forged, expired, for somebody else, or lacks a claim.
            KeysAway: the issuer's keys can't be had just now.
        """
        key = await self._keys.find(jwt.get_unverified_header(token).get("kid"))
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=self._issuer,
            audience=self._audience,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        try:
            return Caller.model_validate(claims)
        except ValidationError as error:
            raise jwt.InvalidTokenError("the token lacks tenant or roles") from error


_bearer = HTTPBearer(
    auto_error=False, description="A JWT with tenant and roles; `mentoring token` mints one locally"
)


async def _identify(request: Request, credentials: HTTPAuthorizationCredentials | None) -> Caller:
    token = credentials.credentials if credentials else None
    if token is None and request.app.state.accepts_cookie:
        token = request.cookies.get(COOKIE)
    if not token:
        raise HTTPException(401, "A bearer token is needed", {"WWW-Authenticate": "Bearer"})
    verifier: Verifier = request.app.state.verifier
    try:
        return await verifier.caller(token)
    except KeysAway as error:
        raise HTTPException(503, "The token can't be checked right now", {"Retry-After": "5"}) from error
    except jwt.PyJWTError as error:
        raise HTTPException(
            401, f"The token is not valid: {error}", {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        ) from error


COOKIE: Final = "mentoring_token"
"""Where a browser keeps the token, for the console only: SameSite=Strict, and no script can read it."""


@dataclass(frozen=True)
class Allow:
    """A dependency that lets only these roles through and returns the caller.

    Used as ``caller: Annotated[Caller, allow(CallerRole.COORDINATOR)]``. A path with a
    ``programme_id`` the coordinator does not coordinate is a 404.
    """

    roles: tuple[CallerRole, ...]

    async def __call__(
        self,
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None,
    ) -> Caller:
        """Identify the caller and check roles and programme."""
        caller = await _identify(request, credentials)
        if not caller.has(*self.roles):
            raise HTTPException(403, f"Only for: {', '.join(self.roles)}")
        programme = request.path_params.get("programme_id")
        if programme and caller.programmes and programme not in caller.programmes:
            raise HTTPException(404, "No such programme")
        bind(tenant=caller.tenant, programme=programme or "_")
        return caller


def allow(*roles: CallerRole) -> Any:
    """State who may call an endpoint: any of these roles."""
    return Depends(Allow(roles))


@dataclass(frozen=True)
class Open:
    """A dependency that states, with the reason, that an endpoint needs no token."""

    why: str

    async def __call__(self) -> None:
        """Let everybody in."""


def open_to_all(why: str) -> Any:
    """State that an endpoint needs no token, and why that is safe."""
    return Depends(Open(why))


CallerDependency = Callable[..., Awaitable[Caller]]
