"""Sends a batch of deliveries: asks for addresses, makes messages, gives them to the mail server."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage

from services.notification.clients.console import ConsoleClient, LinksUnavailableError
from services.notification.clients.enrollment import (
    Contact,
    Contacts,
    ContactsUnavailableError,
    EnrollmentClient,
)
from services.notification.commands.deliveries import Claimed, Outcome
from services.notification.domain.delivery import Delivery, Reader, Reason
from services.notification.domain.tasks import task_of
from services.notification.domain.timing import put_off
from services.notification.jobs.chat_sending import ChatSender
from services.notification.jobs.mail_server import MailServer, MailServerUnavailableError, RefusedError
from services.notification.mails.content import Item
from services.notification.mails.locale import CATALOGUE
from services.notification.mails.message import Composer, is_address
from services.notification.mails.typed import harmless
from services.notification.mails.words import VERSION
from services.settings import PlatformSettings
from shared.kernel import Scope, keyed_id
from shared.locale import choose_language
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger

log = get_logger(__name__)


class Sender:
    """Sends deliveries of one programme at a time.

    Args:
        settings: have the mailboxes of coordinators and operators.
        server: takes the messages.
        enrollment: knows names and addresses.
        console: makes links; None where messages lead to pages that need a sign-in.
        chat: takes the coordinators' messages of tenants that have one.
    """

    def __init__(
        self,
        settings: PlatformSettings,
        server: MailServer,
        enrollment: EnrollmentClient,
        console: ConsoleClient | None = None,
        chat: ChatSender | None = None,
    ) -> None:
        self._chat = chat
        self._console = console
        self._server = server
        self._enrollment = enrollment
        self._composer = Composer(settings)
        self._id_key = settings.key_of_ids
        self._mailboxes = _mailboxes(settings.coordinator_mailboxes)
        self._ops_mailbox = settings.ops_mailbox
        self._turns = asyncio.Semaphore(2 * settings.smtp_connections)

    async def send(
        self, scope: Scope, claimed: Sequence[Claimed], now: datetime
    ) -> Mapping[str, Outcome | None]:
        """Send deliveries, several at a time.

        Returns:
            what came of each, by id; None where something is unavailable.
        """
        named = [message for each in claimed for message in (each.delivery, *each.items)]
        ids = {id_ for each in named for id_ in (each.participant_id, each.partner_id) if id_}
        employees = {id_ for each in named for id_ in (each.employee_id, each.delegate_id) if id_}
        try:
            contacts = await self._enrollment.contacts(scope, ids, employees)
        except ContactsUnavailableError as error:
            log.warning("messages wait for enrollment", error=str(error))
            return dict.fromkeys((each.delivery.id for each in claimed), None)
        outcomes = {each.delivery.id: self._outcome_unsent(each, contacts, now) for each in claimed}
        to_send = [each for each in claimed if outcomes[each.delivery.id] is None]
        links = await self._links(scope, to_send, contacts)
        sent = await asyncio.gather(*(self._send_one(each, contacts, now, links) for each in to_send))
        return outcomes | {each.delivery.id: outcome for each, outcome in zip(to_send, sent, strict=True)}

    def _outcome_unsent(self, claimed: Claimed, contacts: Contacts, now: datetime) -> Outcome | None:
        """Return the outcome of a delivery that is not sent now; None for one that is."""
        if self._chat and self._chat.takes(claimed.delivery):
            return None
        reader = self._reader(claimed.delivery, contacts)
        if reader is None or not is_address(reader.email):
            return Outcome(suppressed=Reason.NO_ADDRESS)
        if claimed.dead_address and claimed.dead_address == self._address_key(claimed.delivery, reader):
            return Outcome(suppressed=Reason.DEAD_ADDRESS)
        zone = CATALOGUE.voice(choose_language(reader.languages), reader.time_zone).zone
        wanted = put_off(claimed.delivery, claimed.preferences, zone, now)
        return Outcome(put_off=wanted) if wanted else None

    async def _links(
        self, scope: Scope, claimed: Sequence[Claimed], contacts: Contacts
    ) -> dict[str, str | None]:
        """Have links made for the messages that ask for a task; None while that is not possible."""
        wanted = {
            message.id: {
                "purpose": task[0],
                "participant_id": reader.participant_id,
                "employee_id": reader.employee_id,
                "subject_id": message.subject_id,
                "name": harmless(reader.name) or "?",
                "expires_at": task[1].isoformat(),
            }
            for each in claimed
            for message in each.messages
            if (task := task_of(message)) and (reader := self._reader(message, contacts))
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
        self, claimed: Claimed, contacts: Contacts, now: datetime, links: Mapping[str, str | None]
    ) -> Outcome | None:
        if self._chat and self._chat.takes(claimed.delivery):
            return await self._chat.send(claimed.delivery)
        # A message is made while others are on their way, not all of them before the first is sent.
        async with self._turns:
            return await self._send_mail(claimed, contacts, now, links)

    async def _send_mail(
        self, claimed: Claimed, contacts: Contacts, now: datetime, links: Mapping[str, str | None]
    ) -> Outcome | None:
        if any(links.get(message.id, "") is None for message in claimed.messages):
            return None
        reader = self._reader(claimed.delivery, contacts)
        if reader is None:
            return Outcome(suppressed=Reason.NO_ADDRESS)
        try:
            message = self._compose(claimed, reader, contacts, now, links)
        except Exception as error:  # whatever is wrong with one message must not stop the others
            log.exception(
                "a message could not be rendered", delivery=claimed.delivery.id, error=describe(error)
            )
            return Outcome(refused=Reason.ERROR)
        try:
            await self._server.send(message)
        except RefusedError as error:
            reason = Reason.REFUSED if error.for_good else Reason.DEFERRED
            return Outcome(refused=reason, for_good=error.for_good)
        except MailServerUnavailableError as error:
            log.warning("messages wait for the mail server", error=str(error))
            return None
        return Outcome(
            template=VERSION,
            address_key=self._address_key(claimed.delivery, reader),
            items=tuple(item.id for item in claimed.items),
        )

    def _compose(
        self,
        claimed: Claimed,
        reader: Contact,
        contacts: Contacts,
        now: datetime,
        links: Mapping[str, str | None],
    ) -> EmailMessage:
        own, *items = (
            Item(
                each,
                contacts.people.get(each.partner_id or ""),
                links.get(each.id) or "",
                contacts.employees.get(each.delegate_id or ""),
            )
            for each in (claimed.delivery, *claimed.items)
        )
        return self._composer.compose(
            own.delivery,
            programme=contacts.programme,
            words=contacts.words,
            reader=reader.reading(claimed.preferences.language),
            partner=own.partner,
            delegate=own.delegate,
            now=now,
            link=own.link,
            items=items,
        )

    def _address_key(self, delivery: Delivery, reader: Contact) -> str:
        """Return a digest by which an address is known again, and which tells nobody the address."""
        return keyed_id(self._id_key, "mail-address", delivery.tenant, reader.email.lower())

    def _reader(self, delivery: Delivery, contacts: Contacts) -> Contact | None:
        if delivery.participant_id:
            return contacts.people.get(delivery.participant_id)
        if delivery.employee_id:
            return contacts.employees.get(delivery.employee_id)
        mailbox = self._mailboxes.get(delivery.tenant)
        if delivery.reader is Reader.OPERATORS:
            mailbox = self._ops_mailbox
        if not mailbox:
            return None
        return Contact(participant_id="", name="", email=mailbox, languages=["en"], time_zone="UTC")


def _mailboxes(setting: str) -> dict[str, str]:
    """Return the coordinators' mailbox of each tenant."""
    pairs = [pair.partition("=") for pair in setting.split(",") if pair.strip()]
    return {tenant.strip(): address.strip() for tenant, _, address in pairs}
