"""Admit callers to endpoints, by the roles and programmes of their tokens."""

from dataclasses import dataclass
from typing import Annotated, Any, Protocol

import jwt
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.runtime.caller import Caller, CallerRole
from shared.runtime.jwks import KeysUnavailable
from shared.runtime.logging import bind
from shared.runtime.quotas import Quotas
from shared.runtime.tokens import Verifier

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
    except KeysUnavailable as error:
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
    participant must state the employee.
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
        if admitted <= {CallerRole.PARTICIPANT}:
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
