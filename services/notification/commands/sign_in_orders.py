"""Orders for mails with a link to sign in: kept until the mail is sent, for fifteen minutes at the longest.

They are no aggregates: they belong to no tenant before the address was looked up, and nobody reacts to them.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo import ASCENDING, ReturnDocument

from shared.messaging import expiry_index
from shared.runtime.mongo import Database, ensure_indexes
from shared.runtime.sign_in import MailOrder

ORDERS: Final = "sign_in_orders"
SIGNAL: Final = "sign-in-orders"
"""Wakes the worker."""
_KEPT: Final = timedelta(minutes=15)
_LEASE: Final = timedelta(seconds=20)
"""An order that was not settled within this is tried again."""


class SignInOrders:
    """The orders, in notification's own database.

    Args:
        database: notification's.
    """

    def __init__(self, database: Database) -> None:
        self._rows = database[ORDERS]

    async def prepare(self) -> None:
        """Create the index; the database removes what is too old to be of use."""
        await ensure_indexes(self._rows, [expiry_index("forget_at")])

    async def keep(self, order: MailOrder) -> None:
        """Keep an order; the same one again changes nothing."""
        now = datetime.now(UTC)
        row = {"address": order.address, "served": [], "wait_until": now, "forget_at": now + _KEPT}
        await self._rows.update_one({"_id": order.id}, {"$setOnInsert": row}, upsert=True)

    async def claim(self) -> tuple[MailOrder, frozenset[str]] | None:
        """Take an order for a while, with the tenants that are served already."""
        now = datetime.now(UTC)
        row = await self._rows.find_one_and_update(
            {"wait_until": {"$lte": now}, "forget_at": {"$gt": now}},
            {"$set": {"wait_until": now + _LEASE}},
            sort=[("wait_until", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return (MailOrder(row["_id"], row["address"]), frozenset(row["served"])) if row else None

    async def note_served(self, order: MailOrder, tenant: str) -> None:
        """Note that a tenant's people with this address have their mails, if there are any."""
        await self._rows.update_one({"_id": order.id}, {"$addToSet": {"served": tenant}})

    async def settle(self, order: MailOrder) -> None:
        """Forget an order and its address."""
        await self._rows.delete_one({"_id": order.id})
