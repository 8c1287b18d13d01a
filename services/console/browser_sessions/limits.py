"""Limits of what people may ask for without a sign-in: links to sign in, and the check of a certificate.

They hold over all replicas. Addresses are counted under keyed digests.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo import ReturnDocument

from shared.kernel import keyed_id
from shared.messaging import expiry_index
from shared.runtime.mongo import Database, ensure_indexes

COUNTS: Final = "sign_in_counts"
PAUSE_SECONDS: Final = 60
"""The time between two links to the same address."""
_HOUR: Final = 3600
_TEN_MINUTES: Final = 600
_PER_HOUR: Final = 5
_IN_TOTAL: Final = 1000


@dataclass(frozen=True)
class _Limit:
    name: str
    most: int
    seconds: int


class RequestLimits:
    """Counts requests; a count begins with its first request and ends after a fixed time.

    Args:
        database: the console's.
        key: makes digests of addresses.
        per_network: the most requests of a kind from one network address in ten minutes.
        now: the machine's time.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        per_network: int,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rows = database[COUNTS]
        self._key = key
        self._now = now
        self._of_network = _Limit("network", per_network, _TEN_MINUTES)

    async def prepare(self) -> None:
        """Create the index; the database removes old counts."""
        await ensure_indexes(self._rows, [expiry_index("ends_at")])

    async def seconds_to_wait(self, address: str, network: str) -> int:
        """Count a request, and return 0 if it is allowed, else how long to wait.

        Args:
            address: the mail address asked for; in the form addresses are compared in.
            network: where the request comes from.
        """
        counted = (
            (self._of_network, network),
            (_Limit("total", _IN_TOTAL, _TEN_MINUTES), ""),
            (_Limit("pause", 1, PAUSE_SECONDS), address),
            (_Limit("address", _PER_HOUR, _HOUR), address),
        )
        for limit, owner in counted:
            wait = await self._count(limit, owner)
            if wait:
                return wait
        return 0

    async def seconds_to_wait_for_check(self, network: str) -> int:
        """Count the check of a code, and return 0 if it is allowed, else how long to wait."""
        of_checks = _Limit("check", self._of_network.most, _TEN_MINUTES)
        return await self._count(of_checks, network)

    async def _count(self, limit: _Limit, owner: str) -> int:
        now = self._now()
        over = {"$lte": [{"$ifNull": ["$ends_at", now]}, now]}
        row = await self._rows.find_one_and_update(
            {"_id": keyed_id(self._key, "sign-in", limit.name, owner)},
            [
                {
                    "$set": {
                        "requests": {"$cond": [over, 1, {"$add": ["$requests", 1]}]},
                        "ends_at": {"$cond": [over, now + timedelta(seconds=limit.seconds), "$ends_at"]},
                    }
                }
            ],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        wait = math.ceil((row["ends_at"] - now).total_seconds())
        return 0 if row["requests"] <= limit.most else max(1, wait)
