"""The worker of a replica: takes deliveries that are due, and sends them outside any transaction.

A delivery is claimed in the database, sent, and then noted as sent: at least once, since a worker may end
between the two; the Message-ID is the same both times. While enrollment or the mail server is unavailable,
deliveries wait and lose no attempt.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx

from services.notification.clients.chat import Chat
from services.notification.clients.console import ConsoleClient
from services.notification.clients.enrollment import EnrollmentClient
from services.notification.commands.deliveries import Claimed, Outcome, claim, record
from services.notification.commands.planning import SIGNAL
from services.notification.domain.delivery import SENDABLE
from services.notification.jobs.chat_sending import ChatSender
from services.notification.jobs.mail_server import MailServer
from services.notification.jobs.sending import Sender
from services.notification.store import DELIVERIES
from services.settings import PlatformSettings
from shared.kernel import Scope
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.certificates import trusted_certificates
from shared.runtime.logging import get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.service import GroupCommit, Runner, WorkContext

log = get_logger(__name__)

_LONGEST_PAUSE_SECONDS: Final = 60.0
_AT_ONCE: Final = 100
_CLAIM: Final = timedelta(minutes=5)
"""Another worker takes over what was not sent within this."""


def _machine_now() -> datetime:
    return datetime.now(UTC)


async def run_worker(context: WorkContext[PlatformSettings]) -> None:
    """Send until cancelled; where no mail server is named, deliveries wait."""
    settings = context.settings
    if not settings.smtp_host:
        log.info("no mail server is named: messages wait")
        await asyncio.Event().wait()
    server = MailServer(settings)
    async with httpx.AsyncClient(verify=trusted_certificates()) as client:
        try:
            console = ConsoleClient(settings, client) if settings.sign_in_jwks else None
            enrollment = EnrollmentClient(settings, client)
            chat = ChatSender(Chat(settings, client), settings.console_url)
            sender = Sender(settings, server, enrollment, console, chat)
            await Worker(context, sender).run()
        finally:
            await server.close()


@dataclass(frozen=True)
class Batch:
    """Deliveries of one programme that the worker holds."""

    scope: Scope
    claimed: Sequence[Claimed]


class Worker:
    """Claims what is due, has it sent, and notes what came of it.

    The next batch is claimed while one is sent: the database and the mail server work at the same time.

    Args:
        context: the service.
        sender: sends.
    """

    def __init__(self, context: WorkContext[PlatformSettings], sender: Sender) -> None:
        self._context = context
        self._sender = sender
        self._signal = context.transactions.signal(SIGNAL)
        self._poll_seconds = context.settings.mail_poll_seconds
        self._rows = context.transactions.database[DELIVERIES.name]
        self._sending: asyncio.Task[None] | None = None
        self._failures = 0

    async def run(self) -> None:
        """Work at each signal and now and then, until cancelled."""
        try:
            while True:
                self._signal.clear()
                any_due = False
                try:
                    any_due = await self._work()
                except INFRASTRUCTURE_ERRORS as error:
                    log.warning("messages wait for the database", error=type(error).__name__)
                if self._failures:
                    await asyncio.sleep(self._pause().total_seconds())
                elif not any_due:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._signal.wait(), self._poll_seconds)
        finally:
            if self._sending:
                self._sending.cancel()
                await asyncio.wait({self._sending})

    async def _work(self) -> bool:
        """Claim what is due and begin to send it; say whether there was anything."""
        due = await self._find_due()
        for scope, ids in due.items():
            claimed = await self._claim(scope, ids)
            try:
                await self._finish_sending()
            finally:  # what is claimed is sent, even if the outcomes before it could not be noted
                if claimed:
                    self._sending = asyncio.create_task(self._send(Batch(scope, claimed)))
        if not due:
            await self._finish_sending()
        return bool(due)

    async def _find_due(self) -> Mapping[Scope, Sequence[str]]:
        by_scope: defaultdict[Scope, list[str]] = defaultdict(list)
        due = {
            "state": {"$in": sorted(SENDABLE)},
            "due_at": {"$lte": self._context.clock.now()},
            "$or": [{"wait_until": None}, {"wait_until": {"$lte": _machine_now()}}],
        }
        fields = ["tenant", "programme", "id"]
        async for row in self._rows.find(due, fields).sort("due_at", 1).limit(_AT_ONCE):
            by_scope[Scope(tenant=row["tenant"], programme=row["programme"])].append(row["id"])
        return by_scope

    async def _claim(self, scope: Scope, ids: Sequence[str]) -> Sequence[Claimed]:
        now = _machine_now()
        claimed: Sequence[Claimed] = await self._runner(ids[0]).command(
            _caller(scope), scope.programme, claim, ids, now, now + _CLAIM
        )
        return claimed

    async def _finish_sending(self) -> None:
        """Wait for the batch that is being sent."""
        sending, self._sending = self._sending, None
        if sending:
            await sending

    async def _send(self, batch: Batch) -> None:
        scope = batch.scope
        outcomes = await self._sender.send(scope, batch.claimed, self._context.clock.now())
        unavailable = [id_ for id_, outcome in outcomes.items() if outcome is None]
        self._failures = self._failures + 1 if unavailable else 0
        until = _machine_now() + self._pause()
        noted = {id_: outcome or Outcome(release_until=until) for id_, outcome in outcomes.items()}
        runner = self._runner(batch.claimed[0].delivery.id)
        await runner.command(_caller(scope), scope.programme, record, noted, _machine_now())
        sent = sum(outcome is not None and outcome.template is not None for outcome in outcomes.values())
        log.info("messages sent", sent=sent, waiting=len(unavailable))

    def _runner(self, correlation_id: str) -> Runner:
        return Runner(
            GroupCommit(self._context.transactions),
            self._context.clock,
            correlation_id=correlation_id,
            idempotency_key=None,
            traceparent="",
        )

    def _pause(self) -> timedelta:
        """Return how long to wait for what is unavailable; longer each time."""
        return timedelta(seconds=min(2.0 ** min(self._failures, 10) / 2, _LONGEST_PAUSE_SECONDS))


def _caller(scope: Scope) -> Caller:
    return Caller(sub="notification", tenant=scope.tenant, roles=frozenset({CallerRole.SERVICE}))
