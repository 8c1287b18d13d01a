"""Who is calling, and may they: bearer JWT (RS256 or EdDSA), checked against the issuer's JWKS."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Protocol, Self

import jwt
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, StringConstraints, field_validator, model_validator

from shared.kernel import EmployeeId, Identifier
from shared.runtime.jwks import KeysAway, keys_at
from shared.runtime.logging import bind
from shared.runtime.production import is_development_kid
from shared.runtime.quotas import Quotas

ALGORITHMS: Final = ["RS256", "EdDSA"]
LEEWAY_SECONDS: Final = 10
"""The tolerated difference between the issuer's clock and ours."""


class CallerRole(StrEnum):
    """What a token entitles to; a caller may have several."""

    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    DELEGATE = "delegate"
    OPS = "ops"
    SERVICE = "service"


_PERSONAL_ROLES: Final = frozenset({CallerRole.PARTICIPANT, CallerRole.DELEGATE})
"""The roles that act on what belongs to one employee."""
ALL_PROGRAMMES: Final = "*"
"""The entry of the claim ``programmes`` that means every programme of the tenant."""


class Caller(BaseModel):
    """The verified claims of a token; unknown roles are left out.

    Attributes:
        sub: the account at the issuer.
        tenant: the organisation.
        roles: what the token entitles to.
        programmes: the programmes a coordinator coordinates, or ``*`` for all of the tenant; empty for none.
            Other roles are limited to them, too, unless it is empty.
        employee_id: the employee the person is, in normal form.
        no_employee: the issuer states that the person is no employee, so has no relation to any.
        iat: when the token was issued, in seconds since 1970.
        exp: when it expires, in seconds since 1970.
    """

    sub: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    tenant: Identifier
    roles: frozenset[CallerRole]
    programmes: frozenset[Identifier | Literal["*"]] = frozenset()
    employee_id: EmployeeId | None = None
    no_employee: bool = False
    iat: float = 0
    exp: float = 0

    @field_validator("roles", mode="before")
    @classmethod
    def _only_known(cls, roles: Any) -> Any:
        return [role for role in roles if role in set(CallerRole)] if isinstance(roles, list) else roles

    @model_validator(mode="after")
    def _one_statement(self) -> Self:
        if self.no_employee and self.employee_id is not None:
            raise ValueError("employee_id and no_employee exclude each other")
        return self

    def has(self, *roles: CallerRole) -> bool:
        """Whether the caller has any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def all_programmes(self) -> bool:
        """Whether the token covers every programme of the tenant."""
        return ALL_PROGRAMMES in self.programmes

    def covers(self, programme_id: str) -> bool:
        """Whether the token names this programme, or all."""
        return self.all_programmes or programme_id in self.programmes

    def may_coordinate(self, programme_id: str) -> bool:
        """Whether the caller coordinates this programme."""
        return self.has(CallerRole.COORDINATOR) and self.covers(programme_id)

    def require_employee(self) -> str:
        """Return the employee the person is: what is a participant's own belongs to an employee.

        Raises:
            HTTPException: the token states none (403).
        """
        if self.employee_id is None:
            raise HTTPException(403, "The token must state employee_id")
        return self.employee_id

    @property
    def states_who(self) -> bool:
        """Whether the token states which employee the person is, or that they are none.

        Only then is it known which relations to other people the caller has.
        """
        return self.no_employee or self.employee_id is not None


class Verifier:
    """Checks tokens against one issuer's keys.

    Args:
        jwks: a file with a JSON Web Key Set, or the https address of one.
        issuer: the ``iss`` a token must carry.
        audience: the ``aud`` a token must carry.
        hours: the longest validity of a token, ``exp - iat``.
        privileged_hours: the same for coordinators and ops.
        development_keys: whether tokens signed with a developer's key are accepted.
        separate_roles: whether a token that makes one person coordinator and participant is refused.
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
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._seconds = hours * 3600
        self._privileged_seconds = privileged_hours * 3600
        self._development_keys = development_keys
        self._separate_roles = separate_roles
        self._keys = keys_at(jwks)

    async def caller(self, token: str) -> Caller:
        """Return the caller that a token identifies.

        Raises:
            jwt.InvalidTokenError: it is forged, expired, for another audience, valid for too long, or a claim
                is missing or malformed.
            KeysAway: the issuer's keys are unavailable.
        """
        try:
            key = await self._keys.find(self._accepted(jwt.get_unverified_header(token).get("kid")))
            caller = Caller.model_validate(self._claims(token, key))
        except (jwt.InvalidTokenError, KeysAway):
            raise
        except Exception as error:  # a claim of any shape is the token's fault, whatever it breaks
            raise jwt.InvalidTokenError("a claim is malformed") from error
        if self._separate_roles and caller.roles >= {CallerRole.COORDINATOR, CallerRole.PARTICIPANT}:
            raise jwt.InvalidTokenError("one token may not hold the roles coordinator and participant")
        privileged = caller.has(CallerRole.COORDINATOR, CallerRole.OPS)
        if caller.exp - caller.iat > (self._privileged_seconds if privileged else self._seconds):
            raise jwt.InvalidTokenError("the token is valid for too long")
        return caller

    def _accepted(self, kid: str | None) -> str | None:
        if is_development_kid(kid) and not self._development_keys:
            raise jwt.InvalidTokenError("signed with a developer's key")
        return kid

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=self._issuer,
            audience=self._audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        return claims


_bearer = HTTPBearer(
    auto_error=False, description="A JWT with tenant and roles; `mentoring token` mints one locally"
)


class BrowserSessions(Protocol):
    """Finds the token of a browser, which holds none itself; only the console has sessions."""

    async def token_for(self, request: Request) -> str | None:
        """Return the token of the session that the request's cookie names, if it is valid."""

    async def is_revoked(self, token: str) -> bool:
        """Return whether a token is refused before it expires."""


async def identify(request: Request, credentials: HTTPAuthorizationCredentials | None) -> Caller:
    """Return the caller a request comes from; its token is then the request's ``state.token``.

    A request with an Authorization header is never taken for a browser's.

    Raises:
        HTTPException: there is no token (401), it is not valid (401), or nobody can tell (503).
    """
    sessions: BrowserSessions | None = request.app.state.sessions
    token = credentials.credentials if credentials else None
    if sessions is not None and "authorization" not in request.headers:
        token = await sessions.token_for(request)
    if not token:
        raise HTTPException(401, "A bearer token is needed", {"WWW-Authenticate": "Bearer"})
    verifier: Verifier = request.app.state.verifier
    refused = HTTPException(
        401, "The token is not valid", {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    )
    try:
        caller = await verifier.caller(token)
    except KeysAway as error:
        raise HTTPException(503, "The token can't be checked right now", {"Retry-After": "5"}) from error
    except jwt.PyJWTError as error:
        raise refused from error
    if sessions is not None and await sessions.is_revoked(token):
        raise refused
    request.state.token = token
    return caller


@dataclass(frozen=True)
class Allow:
    """A dependency that lets only these roles through and returns the caller.

    Used as ``caller: Annotated[Caller, allow(CallerRole.COORDINATOR)]``. A path with a ``programme_id`` that
    the token does not cover is a 404. A coordinator's token must name programmes and state which employee the
    coordinator is, or that they are none: without that nobody can tell what they must not see. The token of a
    participant or delegate must state the employee.
    """

    roles: tuple[CallerRole, ...]

    async def __call__(
        self,
        request: Request,
        _described: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None,
    ) -> Caller:
        """Return the admitted caller."""
        return await self.admit(request)

    async def admit(self, request: Request) -> Caller:
        """Identify the caller and check roles and programme, once for each request.

        Raises:
            HTTPException: the caller is refused.
        """
        admitted: tuple[Allow, Caller] | None = getattr(request.state, "admitted", None)
        if admitted is None or admitted[0] != self:
            request.state.admitted = admitted = (self, await self._identify(request))
        return admitted[1]

    async def _identify(self, request: Request) -> Caller:
        caller = await identify(request, await _bearer(request))
        quotas: Quotas = request.app.state.quotas
        quotas.charge(request, caller.tenant, caller.sub)
        programme = request.path_params.get("programme_id")
        self._check(caller, programme)
        bind(tenant=caller.tenant, programme=programme or "_")
        return caller

    def _check(self, caller: Caller, programme: str | None) -> None:
        admitted = caller.roles & set(self.roles)
        if not admitted:
            raise HTTPException(403, f"Only for: {', '.join(self.roles)}")
        if CallerRole.COORDINATOR in admitted and not caller.states_who:
            raise HTTPException(403, "The token must state employee_id, or no_employee: true")
        if admitted == {CallerRole.COORDINATOR} and not caller.programmes:
            raise HTTPException(403, 'The token must name programmes, or ["*"] for all')
        if not caller.programmes:
            admitted -= {CallerRole.COORDINATOR}  # of no programme
        if admitted <= _PERSONAL_ROLES:
            caller.require_employee()
        if programme and caller.programmes and not caller.covers(programme):
            raise HTTPException(404, "No such programme")


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
