"""Sends links to sign in: to the address that an organisation knows, in each organisation that knows it.

An order is settled once every organisation was asked. While a service or the mail server is unavailable it is
tried again, until the order is too old to be of use. So it is where the mail server puts a mail off, as it
does with senders that it does not know yet.
"""

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Final

import httpx

from services.notification.clients.console import ConsoleClient, LinksUnavailableError
from services.notification.clients.enrollment import (
    ContactsUnavailableError,
    EmployeeContact,
    EnrollmentClient,
)
from services.notification.clients.tokens import tenants
from services.notification.commands.sign_in_orders import SIGNAL, SignInOrders
from services.notification.jobs.mail_server import MailServer, MailServerUnavailableError, RefusedError
from services.notification.mails.message import Composer, is_address
from services.notification.queries.preferences import preferences_of
from services.settings import PlatformSettings
from shared.kernel import keyed_id
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.certificates import trusted_certificates
from shared.runtime.logging import get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.runtime.sign_in import MailOrder
from shared.service import GroupCommit, Runner, WorkContext

log = get_logger(__name__)

_POLL_SECONDS: Final = 2.0
"""How often the worker scans for orders that another replica took, or that wait."""
_LATER: Final = (ContactsUnavailableError, LinksUnavailableError, MailServerUnavailableError, RefusedError)
"""After these an order is tried again."""


async def run_sign_in_worker(context: WorkContext[PlatformSettings]) -> None:
    """Send until cancelled; without a mail server or keys there is nothing to do."""
    settings = context.settings
    if not (settings.smtp_host and settings.sign_in_jwks):
        await asyncio.Event().wait()
    orders = SignInOrders(context.transactions.database)
    await orders.prepare()
    server = MailServer(settings)
    async with httpx.AsyncClient(verify=trusted_certificates()) as client:
        try:
            await _work(context, SignInSender(context, server, client, orders))
        finally:
            await server.close()


async def _work(context: WorkContext, sender: "SignInSender") -> None:
    """Serve orders at each signal and now and then."""
    signal = context.transactions.signal(SIGNAL)
    while True:
        signal.clear()
        try:
            while await sender.send_next():
                pass
        except INFRASTRUCTURE_ERRORS as error:
            log.warning("sign-in mails wait for the database", error=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(signal.wait(), _POLL_SECONDS)


class SignInSender:
    """Serves orders.

    Args:
        context: the service; its settings have the tenants' tokens and the sender.
        server: takes the mails.
        client: for calls of enrollment and console.
        orders: what is to be sent.
    """

    def __init__(
        self,
        context: WorkContext[PlatformSettings],
        server: MailServer,
        client: httpx.AsyncClient,
        orders: SignInOrders,
    ) -> None:
        self._context = context
        self._settings = settings = context.settings
        self._server = server
        self._enrollment = EnrollmentClient(settings, client)
        self._console = ConsoleClient(settings, client)
        self._composer = Composer(settings)
        self._orders = orders

    async def send_next(self) -> bool:
        """Serve the next order; return whether there was one."""
        claimed = await self._orders.claim()
        if claimed is None:
            return False
        order, served = claimed
        complete = True
        for tenant in sorted(set(tenants(self._settings)) - served):
            try:
                await self._serve(order, tenant)
            except _LATER as error:
                log.warning("a sign-in mail waits", error=type(error).__name__)
                complete = False
            else:
                await self._orders.note_served(order, tenant)
        if complete:
            await self._orders.settle(order)
        return True

    async def _serve(self, order: MailOrder, tenant: str) -> None:
        for contact in await self._enrollment.find_by_address(tenant, order.address):
            if is_address(contact.email):
                await self._send(order, tenant, contact)

    async def _send(self, order: MailOrder, tenant: str, contact: EmployeeContact) -> None:
        link = await self._console.sign_in_link(tenant, contact.employee_id, contact.name)
        id_ = keyed_id(self._settings.key_of_ids, "sign-in-mail", order.id, tenant, contact.employee_id)
        reader = contact.reading(await self._language_of(tenant, contact.employee_id))
        message = self._composer.compose_sign_in(id_, reader=reader, link=link, now=datetime.now(UTC))
        try:
            await self._server.send(message)
        except RefusedError as error:
            if not error.for_good:
                raise
            log.warning("a sign-in mail was refused")

    async def _language_of(self, tenant: str, employee_id: str) -> str | None:
        """Return the language that somebody has chosen for their messages."""
        runner = Runner(
            GroupCommit(self._context.transactions),
            self._context.clock,
            correlation_id="",
            idempotency_key=None,
            traceparent="",
        )
        caller = Caller(sub="notification", tenant=tenant, roles=frozenset({CallerRole.SERVICE}))
        return (await runner.read(caller, None, preferences_of, employee_id)).chosen.language
