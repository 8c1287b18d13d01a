"""Sends the coordinators' messages to their chat, where an organisation has one."""

from services.notification.clients.chat import Chat, ChatMessage, ChatRefusedError
from services.notification.commands.deliveries import Outcome
from services.notification.domain.delivery import Delivery, Reader, Reason
from services.notification.domain.tasks import page_of
from services.notification.mails.content import Letter
from services.notification.mails.locale import CATALOGUE
from services.notification.mails.words import VERSION, WORDS
from shared.locale import SOURCE_LANGUAGE
from shared.runtime.logging import get_logger

log = get_logger(__name__)


class ChatSender:
    """Posts deliveries.

    Args:
        chat: knows the webhooks.
        pages: the address of the console.
    """

    def __init__(self, chat: Chat, pages: str) -> None:
        self._chat = chat
        self._pages = pages.rstrip("/")

    def takes(self, delivery: Delivery) -> bool:
        """Return whether a delivery goes to a chat: the coordinators' alone, where they have one."""
        return delivery.reader is Reader.COORDINATORS and self._chat.webhook_of(delivery.tenant) is not None

    async def send(self, delivery: Delivery) -> Outcome:
        """Post a delivery; a chat that does not answer keeps no other message waiting."""
        webhook = self._chat.webhook_of(delivery.tenant)
        if webhook is None:
            return Outcome(refused=Reason.DEFERRED)
        try:
            await self._chat.post(webhook, self._message(delivery))
        except ChatRefusedError as error:
            log.warning("a chat did not accept a message", error=str(error), tenant=delivery.tenant)
            reason = Reason.REFUSED if error.for_good else Reason.DEFERRED
            return Outcome(refused=reason, for_good=error.for_good)
        return Outcome(template=VERSION)

    def _message(self, delivery: Delivery) -> ChatMessage:
        """Return the words of the mail, in English."""
        content = WORDS[delivery.kind](Letter(delivery, "", CATALOGUE.voice(SOURCE_LANGUAGE)))
        lines = [*content.lines, *(f"{label} {value}" for label, value in content.rows)]
        return ChatMessage(content.subject, lines, content.button, self._pages + page_of(delivery))
