"""Sends a batch of deliveries: asks for addresses, makes messages, gives them to the mail server."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from services.notification.clients.console import ConsoleClient, LinksUnavailableError
from services.notification.clients.enrollment import (
    Contact,
    Contacts,
    ContactsUnavailableError,
    EnrollmentClient,
)
from services.notification.commands.deliveries import Outcome
from services.notification.domain.delivery import Delivery, Reason
from services.notification.domain.tasks import task_of
from services.notification.jobs.mail_server import MailServer, MailServerUnavailableError, RefusedError
from services.notification.mails.message import Composer, is_address
from services.notification.mails.typed import harmless
from services.notification.mails.words import VERSION
from services.settings import PlatformSettings
from shared.kernel import Scope
from shared.runtime.failures import describe
from shared.runtime.logging import get_logger

log = get_logger(__name__)


class Sender:
    """Sends deliveries of one programme at a time.

    Args:
        settings: have the coordinators' mailboxes.
        server: takes the messages.
        enrollment: knows names and addresses.
        console: makes links; None where messages lead to pages that need a sign-in.
    """

    def __init__(
        self,
        settings: PlatformSettings,
        server: MailServer,
        enrollment: EnrollmentClient,
        console: ConsoleClient | None = None,
    ) -> None:
        self._console = console
        self._server = server
        self._enrollment = enrollment
        self._composer = Composer(settings)
        self._mailboxes = _mailboxes(settings.coordinator_mailboxes)

    async def send(
        self, scope: Scope, deliveries: Sequence[Delivery], now: datetime
    ) -> Mapping[str, Outcome | None]:
        """Send deliveries, several at a time.

        Returns:
            what came of each, by id; None where something is unavailable.
        """
        ids = {id_ for each in deliveries for id_ in (each.participant_id, each.partner_id) if id_}
        try:
            contacts = await self._enrollment.contacts(scope, ids)
        except ContactsUnavailableError as error:
            log.warning("messages wait for enrollment", error=str(error))
            return dict.fromkeys((each.id for each in deliveries), None)
        links = await self._links(scope, deliveries, contacts)
        outcomes = await asyncio.gather(
            *(self._send_one(each, contacts, now, links.get(each.id, "")) for each in deliveries)
        )
        return {each.id: outcome for each, outcome in zip(deliveries, outcomes, strict=True)}

    async def _links(
        self, scope: Scope, deliveries: Sequence[Delivery], contacts: Contacts
    ) -> dict[str, str | None]:
        """Have links made for the deliveries that ask for a task; None while that is not possible."""
        wanted = {
            each.id: {
                "purpose": task[0],
                "participant_id": reader.participant_id,
                "subject_id": each.subject_id,
                "name": harmless(reader.name) or "?",
                "expires_at": task[1].isoformat(),
            }
            for each in deliveries
            if (task := task_of(each)) and (reader := self._reader(each, contacts))
        }
        if not wanted or self._console is None:
            return {}
        try:
            links = await self._console.task_links(scope, list(wanted.values()))
        except LinksUnavailableError as error:
            log.warning("messages wait for the console", error=str(error))
            return dict.fromkeys(wanted)
        return dict(zip(wanted, links, strict=True))

    async def _send_one(
        self, delivery: Delivery, contacts: Contacts, now: datetime, link: str | None
    ) -> Outcome | None:
        reader = self._reader(delivery, contacts)
        if reader is None or not is_address(reader.email):
            return Outcome(suppressed=Reason.NO_ADDRESS)
        if link is None:
            return None
        partner = contacts.people.get(delivery.partner_id or "")
        try:
            message = self._composer.compose(
                delivery,
                programme=contacts.programme,
                reader=reader,
                partner=partner,
                now=now,
                link=link,
            )
        except Exception as error:  # whatever is wrong with one message must not stop the others
            log.exception("a message could not be made", delivery=delivery.id, error=describe(error))
            return Outcome(refused=Reason.ERROR)
        try:
            await self._server.send(message)
        except RefusedError as error:
            reason = Reason.REFUSED if error.for_good else Reason.DEFERRED
            return Outcome(refused=reason, for_good=error.for_good)
        except MailServerUnavailableError as error:
            log.warning("messages wait for the mail server", error=str(error))
            return None
        return Outcome(template=VERSION)

    def _reader(self, delivery: Delivery, contacts: Contacts) -> Contact | None:
        if delivery.participant_id:
            return contacts.people.get(delivery.participant_id)
        mailbox = self._mailboxes.get(delivery.tenant)
        if mailbox is None:
            return None
        return Contact(participant_id="", name="", email=mailbox, languages=["en"], time_zone="UTC")


def _mailboxes(setting: str) -> dict[str, str]:
    """The coordinators' mailbox of each tenant."""
    pairs = [pair.partition("=") for pair in setting.split(",") if pair.strip()]
    return {tenant.strip(): address.strip() for tenant, _, address in pairs}
