"""The worker of a replica: sends what is due for each webhook, outside any transaction.

Deliveries are claimed in the database, sent, and then noted: at least once, since a worker may end between
the two; the ``webhook-id`` is the same both times. Each webhook has a task of its own, so that a slow
receiver keeps nobody else waiting.
"""

import asyncio
import contextlib
from datetime import timedelta
from functools import partial
from typing import Final

from services.notification.clients.public_network import PublicNetwork
from services.notification.clients.receiver import Receivers
from services.notification.commands.webhooks.planning import SIGNAL
from services.notification.commands.webhooks.sending import Claim, claim, record
from services.notification.domain.webhooks.delivery import OPEN
from services.notification.domain.webhooks.signing import VAULT_PURPOSE
from services.notification.domain.webhooks.subscription import SubscriptionState
from services.notification.jobs.webhooks.sending import WebhookSender
from services.notification.store import SUBSCRIPTIONS, WEBHOOK_DELIVERIES
from services.settings import PlatformSettings
from shared.encryption import Vault
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.logging import get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.service import GroupCommit, Runner, WorkContext

log = get_logger(__name__)

_POLL_SECONDS: Final = 1.0
"""How often a worker scans for what has become due."""
_CLAIM: Final = timedelta(seconds=60)
"""Another worker takes over what was not noted within this: longer than a request may take."""


async def run_webhook_worker(context: WorkContext[PlatformSettings]) -> None:
    """Send until cancelled; without a key there are no webhooks."""
    settings = context.settings
    key = settings.key_of_webhooks
    if key is None:
        log.info("there is no key for webhooks: none are sent")
        await asyncio.Event().wait()
        return
    async with Receivers(PublicNetwork(settings.private_hosts)) as receivers:
        await WebhookWorker(
            context, WebhookSender(receivers, Vault(key, VAULT_PURPOSE), settings.private_hosts)
        ).run()


class WebhookWorker:
    """Serves the webhooks of all organisations.

    Args:
        context: the service.
        sender: makes the requests.
    """

    def __init__(self, context: WorkContext[PlatformSettings], sender: WebhookSender) -> None:
        self._context = context
        self._sender = sender
        self._signal = context.transactions.signal(SIGNAL)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Work at each signal and now and then, until cancelled."""
        try:
            while True:
                self._signal.clear()
                try:
                    await self._start_due()
                except INFRASTRUCTURE_ERRORS as error:
                    log.warning("webhooks wait for the database", error=type(error).__name__)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._signal.wait(), _POLL_SECONDS)
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _start_due(self) -> None:
        """Start a task for each webhook that has something due and no task."""
        tenants = await self._idle_subscriptions()
        due = {
            "subscription_id": {"$in": sorted(tenants)},
            "state": {"$in": sorted(OPEN)},
            "next_at": {"$lte": self._context.clock.now()},
        }
        rows = self._context.transactions.database[WEBHOOK_DELIVERIES.name]
        for id_ in await rows.distinct("subscription_id", due):
            task = asyncio.create_task(self._serve(tenants[id_], id_))
            self._tasks[id_] = task
            task.add_done_callback(partial(self._finished, id_))

    async def _idle_subscriptions(self) -> dict[str, str]:
        """Return the active webhooks that no task serves, with their tenants."""
        rows = self._context.transactions.database[SUBSCRIPTIONS.name]
        tenants: dict[str, str] = {}
        fields = ["tenant", "entries.id", "entries.state"]
        async for row in rows.find({"entries.state": SubscriptionState.ACTIVE.value}, fields):
            for entry in row["entries"]:
                if entry["state"] == SubscriptionState.ACTIVE and entry["id"] not in self._tasks:
                    tenants[entry["id"]] = row["tenant"]
        return tenants

    def _finished(self, id_: str, task: asyncio.Task[None]) -> None:
        del self._tasks[id_]
        if not task.cancelled() and (error := task.exception()):
            log.warning("webhook failed, retrying later", webhook=id_, exc_info=error)
        else:
            self._signal.set()  # what became due meanwhile

    async def _serve(self, tenant: str, id_: str) -> None:
        """Send what is due for a webhook until nothing is."""
        runner = Runner(
            GroupCommit(self._context.transactions),
            self._context.clock,
            correlation_id=id_,
            idempotency_key=None,
            traceparent="",
        )
        caller = Caller(sub="notification", tenant=tenant, roles=frozenset({CallerRole.SERVICE}))
        while True:
            until = self._context.clock.now() + _CLAIM
            claimed: Claim | None = await runner.command(caller, None, claim, id_, until)
            if claimed is None:
                return
            attempts = await self._sender.send(tenant, claimed, self._context.clock.now())
            await runner.command(caller, None, record, id_, attempts)
            failed = sum(1 for attempt in attempts.values() if attempt.failure)
            log.info("webhooks sent", webhook=id_, sent=len(attempts) - failed, failed=failed)
