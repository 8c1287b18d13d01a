"""Notification, a receiver of its webhooks, and facts about sessions."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.notification.store import WEBHOOK_DELIVERIES
from shared.contracts.matching import PairingActivated
from shared.contracts.scheduling import SessionCancelled, SessionHeld, SessionMoved, SessionPlanned
from shared.testing import ServiceHarness
from shared.testing.harness import TEST_NOW
from tests.helpers.receivers import Receiver

HOUR = timedelta(hours=1)
SETTINGS = {"webhook_private_hosts": "127.0.0.1,localhost", "webhook_key": "a key for tests of webhooks only"}
EVERY_SESSION = [
    data.contract.type
    for data in (SessionPlanned, SessionMoved, SessionHeld, SessionCancelled, PairingActivated)
]


@dataclass
class World:
    """Notification and a receiver of its webhooks."""

    service: ServiceHarness
    receiver: Receiver

    async def ask(
        self, method: str, path: str = "", *, status: int = 200, tenant: str = "", **body: Any
    ) -> Any:
        answer = await self.service.http.request(
            method,
            f"/webhooks{path}",
            json=body or None,
            headers=self.service.token("coordinator", tenant=tenant),
        )
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def create(self, tenant: str = "", **fields: Any) -> tuple[str, str]:
        wanted = {"name": "LMS", "url": self.receiver.url, "event_types": EVERY_SESSION, **fields}
        made = await self.ask("POST", status=201, tenant=tenant, **wanted)
        return made["id"], made["secret"]

    async def log(self, id_: str, query: str = "") -> list[dict]:
        return (await self.ask("GET", f"/{id_}/deliveries{query}"))["items"]

    async def states(self, id_: str, *expected: str) -> list[dict]:
        """Wait until the states of the deliveries, by key and event, are these."""
        async with asyncio.timeout(60):
            while True:
                rows = self.rows(id_)
                stored = [row async for row in rows]
                if [row["state"] for row in stored] == list(expected):
                    return stored
                await asyncio.sleep(0.05)

    def rows(self, id_: str) -> Any:
        collection = self.service.app.state.database[WEBHOOK_DELIVERIES.name]
        return collection.find({"subscription_id": id_}).sort([("key", 1), ("sequence", 1)])

    def later(self, by: timedelta) -> None:
        self.service.clock.set(self.service.clock.now() + by)


def session(kind, number=1, **fields):
    times = {"starts_at": TEST_NOW + HOUR, "ends_at": TEST_NOW + 2 * HOUR}
    ids = {"session_id": f"s{number}", "pairing_id": "p1", "mentor_id": "m1", "mentee_id": "e1"}
    return kind(**ids, **times, number=number, **fields)


def types_of(requests):
    return [request.json["type"].split(".")[2] for request in requests]
