"""Sessions of browsers: the browser holds a random secret, the console the token, and either can be revoked.

A session is stored under a digest of its secret, its token encrypted under a key derived from the secret: the
database alone yields neither a cookie nor a token. A session ends when its token expires or is revoked, when
it has been idle or open for too long, and when its owner ends it.
"""

import secrets
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from services.console.browser_sessions.browser_session import (
    BrowserSession,
    Pass,
    cipher_of,
    digest,
    is_secret,
    token_digest,
)
from services.console.browser_sessions.recent import Recent
from shared.messaging import expiry_index, tenant_index
from shared.runtime.caller import Caller
from shared.runtime.mongo import Database, Document, ensure_indexes
from shared.runtime.tokens import LEEWAY_SECONDS

SESSIONS: Final = "browser_sessions"
REVOKED: Final = "revoked_tokens"
TRUSTED_SECONDS: Final = 2.0
"""A replica notices within this time that another one ended a session or revoked a token."""
PER_PERSON: Final = 20
"""Signing in once more ends the oldest session."""
_REMEMBERED: Final = 2000


class SessionStore:
    """The sessions of all browsers, in the console's own database.

    Args:
        database: the console's.
        idle: a session that is not used for this long ends.
        longest: a session ends after this time however much it is used.
        now: the machine's time, which tokens go by; the domain's clock has no part in this.
    """

    def __init__(
        self,
        database: Database,
        *,
        idle: timedelta,
        longest: timedelta,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sessions = database[SESSIONS]
        self._revoked = database[REVOKED]
        self._idle = idle
        self._longest = longest
        self._now = now
        self._known: Recent[BrowserSession | None] = Recent(_REMEMBERED, TRUSTED_SECONDS)
        self._known_tokens: Recent[bool] = Recent(_REMEMBERED, TRUSTED_SECONDS)

    async def prepare(self) -> None:
        """Create the indexes; the database removes what has expired."""
        expiry = expiry_index("expires_at")
        by_person = tenant_index("sub", "-signed_in_at")
        await ensure_indexes(self._sessions, [expiry, by_person])
        await ensure_indexes(self._revoked, [expiry])

    async def open(self, caller: Caller, token: str) -> str:
        """Begin a session; returns its secret, which is for the browser only and always a new one."""
        secret = secrets.token_urlsafe(32)
        await self._insert(
            secret,
            caller.tenant,
            caller.sub,
            token=cipher_of(secret).encrypt(token.encode()),
            token_digest=token_digest(token),
            token_ends=datetime.fromtimestamp(caller.exp + LEEWAY_SECONDS, UTC),
            expires_at=min(self._now() + self._longest, datetime.fromtimestamp(caller.exp, UTC)),
        )
        return secret

    async def open_by_mail(self, tenant: str, sub: str, employee_id: str) -> str:
        """Begin a session of a person who signed in by mail; it holds no token."""
        secret = secrets.token_urlsafe(32)
        ends = self._now() + self._longest
        await self._insert(secret, tenant, sub, employee_id=employee_id, expires_at=ends)
        return secret

    async def _insert(self, secret: str, tenant: str, sub: str, **facts: Any) -> None:
        now = self._now()
        row = {"_id": digest(secret), "tenant": tenant, "sub": sub, "signed_in_at": now, "used_at": now}
        await self._sessions.insert_one(row | facts)
        for surplus in (await self._of(tenant, sub))[PER_PERSON:]:
            await self._remove(surplus.key)

    async def find(self, secret: str, *, use: bool = True) -> BrowserSession | None:
        """Return the session with this secret, unless it has ended.

        Args:
            secret: what the browser sent.
            use: whether the person is active, which puts off the end of an idle session.
        """
        if not is_secret(secret):
            return None
        key = digest(secret)
        recent = self._known.get(key)
        session = recent[0] if recent else await self._load(secret, key)
        if session is None or self._ended(session):
            return None
        if use and self._now() - session.used_at >= min(timedelta(minutes=1), self._idle / 4):
            await self._sessions.update_one({"_id": key}, {"$max": {"used_at": self._now()}})
            self._known.forget(key)
        return session

    async def of(self, caller: Caller) -> list[BrowserSession]:
        """Return the caller's sessions, the latest first."""
        return await self._of(caller.tenant, caller.sub)

    async def _of(self, tenant: str, sub: str) -> list[BrowserSession]:
        query = {"tenant": tenant, "sub": sub}
        cursor = self._sessions.find(query, {"token": 0}, sort=[("signed_in_at", -1)], limit=2 * PER_PERSON)
        sessions = [_session(row) async for row in cursor]
        return [each for each in sessions if not self._ended(each)]

    async def end(self, key: str, caller: Caller) -> None:
        """End a session and revoke its token, if there is such a session and it is the caller's."""
        await self._end({"_id": key, "tenant": caller.tenant, "sub": caller.sub})

    async def sign_out(self, secret: str) -> None:
        """End the session with this secret and revoke its token, if there is one."""
        await self._end({"_id": digest(secret)})

    async def is_revoked(self, token: str) -> bool:
        """Return whether the token was revoked, by the end of a session that held it."""
        key = token_digest(token)
        recent = self._known_tokens.get(key)
        if recent:
            return recent[0]
        revoked = await self._revoked.find_one({"_id": key}, {"_id": 1}) is not None
        self._known_tokens.put(key, revoked)
        return revoked

    async def standing(self, passes: Collection[Pass]) -> set[Pass]:
        """Return those whose session has not ended and whose token was not revoked, asked of the database."""
        by_token = {"_id": {"$in": sorted({each.token for each in passes})}}
        revoked = {row["_id"] async for row in self._revoked.find(by_token, {"_id": 1})}
        by_key = {"_id": {"$in": sorted({each.session for each in passes if each.session})}}
        cursor = self._sessions.find(by_key, {"token": 0})
        sessions = {
            session.key for session in [_session(row) async for row in cursor] if not self._ended(session)
        }
        return {
            each
            for each in passes
            if each.token not in revoked and (not each.session or each.session in sessions)
        }

    async def _load(self, secret: str, key: str) -> BrowserSession | None:
        row = await self._sessions.find_one({"_id": key})
        session = _session(row, _token(row, secret)) if row else None
        self._known.put(key, session)
        return session

    def _ended(self, session: BrowserSession) -> bool:
        now = self._now()
        return session.expires_at <= now or session.used_at + self._idle <= now

    async def _end(self, query: Document) -> None:
        row = await self._sessions.find_one(query)
        if row is None:
            return
        if "token_digest" in row:
            token = row["token_digest"]
            refused = {"$setOnInsert": {"expires_at": row["token_ends"]}}
            await self._revoked.update_one({"_id": token}, refused, upsert=True)
            self._known_tokens.put(token, answer=True)
        await self._remove(row["_id"])

    async def _remove(self, key: str) -> None:
        await self._sessions.delete_one({"_id": key})
        self._known.forget(key)


def _session(row: Document, token: str = "") -> BrowserSession:
    facts: dict[str, Any] = {
        name: row[name] for name in ("tenant", "sub", "signed_in_at", "used_at", "expires_at")
    }
    return BrowserSession(key=row["_id"], employee_id=row.get("employee_id", ""), token=token, **facts)


def _token(row: Document, secret: str) -> str:
    """Return the token of a session that has one."""
    return cipher_of(secret).decrypt(row["token"]).decode() if "token" in row else ""
