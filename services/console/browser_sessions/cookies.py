"""The cookie that names a browser's session, and what it leads to."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from fastapi import HTTPException, Request, Response

from services.console.browser_sessions.browser_session import Pass, digest, token_digest
from services.console.browser_sessions.session_store import SessionStore
from services.settings import PlatformSettings
from shared.runtime.auth import identify
from shared.runtime.caller import Caller
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS, Database
from shared.runtime.sign_in import MailIssuer, issuer_of

_NAME: Final = "mentoring"
_STREAM: Final = "text/event-stream"


HasLeft = Callable[[str, str, datetime], Awaitable[bool]]


async def _nobody_has_left(_tenant: str, _employee_id: str, _since: datetime) -> bool:
    return False


class CookieSessions:
    """Finds the session, and with it the token, that a request's cookie names.

    Where the cookie is ``Secure`` its name begins with ``__Host-``: no other host, no subdomain and no page
    over plain http can set or replace it. In development over http a browser would refuse such a cookie.

    Args:
        store: the sessions.
        secure: whether browsers send the cookie over https only.
        issuer: issues tokens to those who signed in by mail; None where nobody can.
        has_left: whether an employee of a tenant has left the organisation since an instant.
    """

    def __init__(
        self,
        store: SessionStore,
        *,
        secure: bool,
        issuer: MailIssuer | None = None,
        has_left: HasLeft = _nobody_has_left,
    ) -> None:
        self.store = store
        self.issuer = issuer
        self._has_left = has_left
        self.secure = secure
        self.name = f"__Host-{_NAME}" if secure else _NAME

    def secret(self, request: Request) -> str:
        """Return the secret of the session, or nothing."""
        return request.cookies.get(self.name, "")

    async def token_for(self, request: Request) -> str | None:
        """Return the token of a valid session; a page that updates itself does not count as use."""
        by_person = _STREAM not in request.headers.get("accept", "")
        session = await self.store.find(self.secret(request), use=by_person)
        if session is None or not session.employee_id:
            return session.token if session else None
        if self.issuer is None or await self._has_left(
            session.tenant, session.employee_id, session.signed_in_at
        ):
            return None
        return self.issuer.mint(session.tenant, session.employee_id)

    async def is_revoked(self, token: str) -> bool:
        """Return whether a token was revoked when a session ended."""
        return await self.store.is_revoked(token)

    def hand_out(self, answer: Response, secret: str) -> None:
        """Give the browser the secret of a new session."""
        answer.set_cookie(self.name, secret, path="/", httponly=True, samesite="strict", secure=self.secure)

    def take_back(self, answer: Response) -> None:
        """Let the browser forget the secret."""
        answer.delete_cookie(self.name, path="/", httponly=True, samesite="strict", secure=self.secure)

    def entitled(self, request: Request, caller: Caller) -> Pass:
        """Return the credential with which the caller may open a stream."""
        session = "" if "authorization" in request.headers else digest(self.secret(request))
        token: str = request.state.token
        return Pass((caller.tenant, caller.sub), token_digest(token), session, caller.exp)


def cookie_sessions(
    database: Database, settings: PlatformSettings, has_left: HasLeft = _nobody_has_left
) -> CookieSessions:
    """Return the sessions of this console, by its settings."""
    store = SessionStore(
        database,
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours),
    )
    https = settings.console_url.startswith("https://")
    return CookieSessions(
        store,
        secure=https or settings.environment == "production",
        issuer=issuer_of(settings),
        has_left=has_left,
    )


def cookies_of(request: Request) -> CookieSessions:
    """Return the sessions of this console."""
    sessions: CookieSessions = request.app.state.sessions
    return sessions


async def signed_in(request: Request) -> Caller | None:
    """Return the person whose session the request's cookie names, if it is valid."""
    try:
        return await identify(request, None)
    except (HTTPException, *INFRASTRUCTURE_ERRORS):
        return None
