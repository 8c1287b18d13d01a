"""A message as it goes to the mail server."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from types import MappingProxyType
from typing import Any, Final

from services.notification.clients.enrollment import Contact, Reachable
from services.notification.domain.delivery import Delivery, Reader
from services.notification.domain.kinds import (
    ALERTS,
    APPLICANTS,
    CIRCLES,
    CONFIDENTIAL,
    DELEGATES,
    INVITED,
    SPONSORS,
)
from services.notification.domain.message_table import MESSAGES
from services.notification.domain.tasks import page_of
from services.notification.mails.body import set_body
from services.notification.mails.calendar_file import METHODS, calendar_file
from services.notification.mails.content import Content, Item, Letter, Person
from services.notification.mails.headers import POLICY, address_header, id_header, text_header
from services.notification.mails.locale import CATALOGUE
from services.notification.mails.sign_in import sign_in_words
from services.notification.mails.typed import harmless
from services.notification.mails.unsubscribing import Unsubscription, sign
from services.notification.mails.words import WORDS
from services.notification.mails.words.own_words import called
from services.settings import PlatformSettings
from shared.contracts.enrollment import Words
from shared.locale import Voice, choose_language, translatable

_OF_MAILBOXES: Final = {
    Reader.COORDINATORS: translatable("You get this since you coordinate programmes."),
    Reader.OPERATORS: translatable("You get this since you operate the platform."),
}
"""Why the readers of a mailbox get a message."""
_OF_PARTICIPANTS: Final = translatable(
    "You get this since you take part in: {programme}. Replies reach the coordinators."
)
_OF_KINDS: Final = {
    kind: words
    for kinds, words in {
        SPONSORS: translatable(
            "You get this since you were named as a sponsor in: {programme}. Replies reach the coordinators."
        ),
        ALERTS: translatable(
            "You get this since you are a sponsor. Do not reply: replies reach all coordinators."
        ),
        DELEGATES: translatable(
            "You get this since you were named as an assistant in: {programme}. "
            "Replies reach the coordinators."
        ),
        CONFIDENTIAL: translatable(
            "You get this since you take part in: {programme}. Do not reply: replies reach all coordinators."
        ),
        INVITED: translatable(
            "You get this since you are invited to: {programme}. Replies reach the coordinators."
        ),
        APPLICANTS: translatable(
            "You get this since you have applied for: {programme}. Replies reach the coordinators."
        ),
    }.items()
    for kind in kinds
}
"""Why the reader of a kind of message gets it, where that is not for taking part."""
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII
)


def is_address(text: str) -> bool:
    """Return whether a text is one e-mail address and nothing besides."""
    return _ADDRESS.fullmatch(text) is not None


class Composer:
    """Makes messages of deliveries.

    Args:
        settings: have the sender and the addresses of links.
    """

    def __init__(self, settings: PlatformSettings) -> None:
        name, address = parseaddr(settings.mail_from)
        self._sender = Address(display_name=name, addr_spec=address)
        self._pages = settings.console_url.rstrip("/")
        self._own = settings.notification_url.rstrip("/")
        self._id_key = settings.key_of_ids

    def compose(
        self,
        delivery: Delivery,
        *,
        programme: str,
        reader: Contact,
        partner: Contact | None,
        now: datetime,
        delegate: Contact | None = None,
        link: str = "",
        items: Sequence[Item] = (),
        words: Mapping[str, Words] = MappingProxyType({}),
    ) -> EmailMessage:
        """Make the message of a delivery.

        The same delivery has the same Message-ID, however often it is sent.

        Args:
            delivery: which.
            programme: the programme's name.
            reader: who gets it.
            partner: the other of the two, if the delivery names one who can be reached.
            now: the date of the message.
            delegate: who did it for the executive, if the delivery names one who can be reached.
            link: to the task that the message asks for, if it was made for this message.
            items: what a person's digest lists.
            words: the programme's own words, by language.
        """
        language = choose_language(reader.languages)
        speaks, programme = called(CATALOGUE.voice(language, reader.time_zone), programme, words)
        content = self._content(Item(delivery, partner, delegate=delegate), programme, speaks)
        message = self._headers(f"{delivery.id}.{delivery.tenant}", content, reader, now)
        kinds = [item.delivery.kind for item in items] or [delivery.kind]
        message["X-Mentoring-Kind"] = ", ".join(kinds)
        unsubscribe = self._unsubscribe(delivery, language)
        if unsubscribe:
            message["List-Unsubscribe"] = f"<{unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        fields = self._frame(delivery, programme, speaks, unsubscribe) | {
            "content": content,
            "language": language,
            "link": self._link(delivery, link),
            "items": [
                {
                    "content": self._content(item, programme, speaks),
                    "link": self._link(item.delivery, item.link),
                }
                for item in items
            ],
        }
        set_body(message, fields)
        for each in (delivery, *(item.delivery for item in items)):
            self._attach_calendar(message, each, speaks, reader, now)
        return message

    def _frame(self, delivery: Delivery, programme: str, speaks: Voice, unsubscribe: str) -> dict[str, Any]:
        """Return what stands below each message: why it was sent, and how to get others or none."""
        return {
            "footer": _footer(delivery, speaks, harmless(programme)),
            "settings": f"{self._pages}/settings" if delivery.participant_id else "",
            "settings_words": speaks.say("Your settings: language, quiet hours, which messages you get"),
            "unsubscribe": unsubscribe,
            "unsubscribe_words": speaks.say("No more messages of this kind"),
        }

    def compose_sign_in(self, id_: str, *, reader: Reachable, link: str, now: datetime) -> EmailMessage:
        """Make the mail with a link to sign in.

        Args:
            id_: part of the Message-ID.
            reader: who gets it, and signs in by it.
            link: the address of the page.
            now: the date of the message.
        """
        language = choose_language(reader.languages)
        speaks = CATALOGUE.voice(language, reader.time_zone)
        content = sign_in_words(speaks)
        message = self._headers(id_, content, reader, now)
        fields = {
            "content": content,
            "language": language,
            "link": link,
            "footer": speaks.say("You get this since somebody asked for it with your address."),
            "items": (),
            "settings": "",
            "unsubscribe": "",
        }
        set_body(message, fields)
        return message

    def _content(self, item: Item, programme: str, voice: Voice) -> Content:
        people = (_person(each, voice.language) for each in (item.partner, item.delegate))
        return WORDS[item.delivery.kind](Letter(item.delivery, harmless(programme), voice, *people))

    def _link(self, delivery: Delivery, link: str) -> str:
        """Return the link of a button: to the task, else to a page of the reader's own."""
        return link or self._pages + page_of(delivery)

    def _headers(self, id_: str, content: Content, reader: Reachable, now: datetime) -> EmailMessage:
        message = EmailMessage(policy=POLICY)
        address = Address(display_name=harmless(reader.name), addr_spec=reader.email)
        message["Message-ID"] = id_header("Message-ID", f"<{id_}@{self._sender.domain}>")
        message["Date"] = format_datetime(now)
        message["From"] = str(self._sender)
        message["To"] = address_header("To", address)
        message["Subject"] = text_header("Subject", harmless_subject(content.subject))
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        return message

    def _unsubscribe(self, delivery: Delivery, language: str) -> str:
        if not (MESSAGES[delivery.kind].optional and delivery.participant_id):
            return ""
        wish = Unsubscription(
            tenant=delivery.tenant,
            programme=delivery.programme,
            region=delivery.region,
            participant_id=delivery.participant_id,
            kind=delivery.kind,
            language=language,
        )
        return f"{self._own}/unsubscribe/{sign(wish, self._id_key)}"

    def _attach_calendar(
        self, message: EmailMessage, delivery: Delivery, speaks: Voice, reader: Contact, now: datetime
    ) -> None:
        method = METHODS.get(delivery.kind)
        if method is None:
            return
        of = "circle" if delivery.kind in CIRCLES else "session"
        for session in delivery.sessions:
            file = calendar_file(
                session,
                method,
                of=of,
                title=speaks.say("Meeting"),
                sender=self._sender.addr_spec,
                reader=reader.email,
                now=now,
            )
            message.add_attachment(
                file.decode(),
                subtype="calendar",
                filename=f"{of}-{session.number}.ics",
                params={"method": method},
            )


def _footer(delivery: Delivery, speaks: Voice, programme: str) -> str:
    """Why the reader gets a message."""
    if words := _OF_MAILBOXES.get(delivery.reader):
        return speaks.say(words)
    return speaks.say(_of_persons(delivery), programme=programme)


def _of_persons(delivery: Delivery) -> str:
    """Why a person gets a message, to be said with the programme's name."""
    if delivery.employee_id and delivery.kind not in SPONSORS | ALERTS | DELEGATES:
        return translatable(
            "You get this since you handle concerns. Do not reply: replies reach all coordinators."
        )
    return _OF_KINDS.get(delivery.kind, _OF_PARTICIPANTS)


def harmless_subject(text: str) -> str:
    """Return a subject in one line."""
    return " ".join(text.split())


def _person(contact: Contact | None, language: str) -> Person | None:
    if contact is None:
        return None
    email = contact.email if is_address(contact.email) else ""
    return Person(harmless(contact.name), email, CATALOGUE.voice(language, contact.time_zone))
