"""Links in mails: each opens one thing for one person, and is used up by the act, not by being opened.

A link carries 256 random bits. It is stored under their digest, with the person's name encrypted under a key
derived from them: the database alone yields neither a link nor a name.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from services.console.browser_sessions.browser_session import cipher_of, digest, is_secret
from shared.messaging import expiry_index
from shared.runtime.mongo import Database, Document, ensure_indexes

LINKS: Final = "mail_links"
SIGN_IN_MINUTES: Final = 15
"""How long a link to sign in is valid."""
_KEPT: Final = timedelta(days=60)
"""How long a link is known after it was made, so that an old one can say what happened."""


class Purpose(StrEnum):
    """The page that a link opens."""

    SIGN_IN = "sign-in"
    ANSWER_PROPOSAL = "answer-proposal"
    CHOOSE_PARTNER = "choose-partner"
    ANSWER_CHECK_IN = "answer-check-in"
    ANSWER_PULSE = "answer-pulse"
    FIRST_CONTACT = "first-contact"
    JOIN = "join"


@dataclass(frozen=True)
class NewLink:
    """A link to be made.

    Attributes:
        purpose: what it opens.
        name: the person's, shown before they act.
        expires_at: when it stops working; on the machine's clock to sign in, else on the domain's.
        employee_id: who signs in, or is invited.
        programme: of the task.
        participant_id: whose task it is.
        subject_id: the proposal, shortlist, check-in, pairing or invitation.
    """

    purpose: Purpose
    name: str
    expires_at: datetime
    employee_id: str = ""
    programme: str = ""
    participant_id: str = ""
    subject_id: str = ""


@dataclass(frozen=True)
class MailLink(NewLink):
    """A link that was made.

    Attributes:
        key: the digest of its secret.
        tenant: of the person.
        used_at: when it was used up.
    """

    key: str = ""
    tenant: str = ""
    used_at: datetime | None = None


class MailLinks:
    """All links, in the console's own database.

    Args:
        database: the console's.
        now: the machine's time.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._rows = database[LINKS]
        self._now = now

    async def prepare(self) -> None:
        """Create the index; the database removes old links."""
        await ensure_indexes(self._rows, [expiry_index("forget_at")])

    async def make(self, tenant: str, links: Sequence[NewLink]) -> list[str]:
        """Make links; return the secret of each, which is for the mail only."""
        made = [secrets.token_urlsafe(32) for _ in links]
        rows = [self._row(tenant, link, secret) for link, secret in zip(links, made, strict=True)]
        if rows:
            await self._rows.insert_many(rows, ordered=False)
        return made

    async def find(self, secret: str) -> MailLink | None:
        """Return the link with this secret, used or not."""
        if not is_secret(secret):
            return None
        row = await self._rows.find_one({"_id": digest(secret)})
        return _link(row, secret) if row else None

    async def use(self, key: str) -> bool:
        """Use a link up; False if it was used already."""
        unused = {"_id": key, "used_at": None}
        return bool((await self._rows.update_one(unused, {"$set": {"used_at": self._now()}})).modified_count)

    async def release(self, key: str) -> None:
        """Let a link be used after all: what it was used for did not happen."""
        await self._rows.update_one({"_id": key}, {"$set": {"used_at": None}})

    def _row(self, tenant: str, link: NewLink, secret: str) -> Document:
        return {
            "_id": digest(secret),
            "tenant": tenant,
            "purpose": link.purpose.value,
            "name": cipher_of(secret).encrypt(link.name.encode()),
            "expires_at": link.expires_at,
            "employee_id": link.employee_id,
            "programme": link.programme,
            "participant_id": link.participant_id,
            "subject_id": link.subject_id,
            "used_at": None,
            "forget_at": self._now() + _KEPT,
        }


def _link(row: Document, secret: str) -> MailLink:
    return MailLink(
        key=row["_id"],
        tenant=row["tenant"],
        purpose=Purpose(row["purpose"]),
        name=cipher_of(secret).decrypt(row["name"]).decode(),
        expires_at=row["expires_at"],
        employee_id=row["employee_id"],
        programme=row["programme"],
        participant_id=row["participant_id"],
        subject_id=row["subject_id"],
        used_at=row["used_at"],
    )
