"""The coordinators' chat: an incoming webhook of Slack or Teams for each tenant, in a file of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import httpx

from services.settings import PlatformSettings
from shared.runtime.logging import get_logger

log = get_logger(__name__)

_TIMEOUT: Final = httpx.Timeout(10.0, connect=2.0)
_GONE: Final = frozenset({400, 401, 403, 404, 410})
"""The webhook was removed, or takes no such message; trying again does not help."""


class ChatRefusedError(Exception):
    """The chat did not take a message."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True)
class ChatMessage:
    """A message as a chat shows it.

    Attributes:
        title: its first line.
        lines: the lines below.
        button: the words on its link.
        link: where it leads.
    """

    title: str
    lines: Sequence[str]
    button: str
    link: str


@dataclass(frozen=True)
class Webhook:
    """Where a tenant's coordinators read; the address is a secret.

    Attributes:
        kind: the form of its messages.
        url: its address.
    """

    kind: Literal["slack", "teams"]
    url: str = field(repr=False)


class Chat:
    """Posts to the tenants' webhooks.

    Args:
        settings: have the folder of their files.
        client: for all calls.
    """

    def __init__(self, settings: PlatformSettings, client: httpx.AsyncClient) -> None:
        self._folder = settings.chat_webhooks
        self._https_only = settings.environment == "production"
        self._client = client

    def webhook_of(self, tenant: str) -> Webhook | None:
        """Return a tenant's webhook; None where there is none that can be used."""
        if not self._folder:
            return None
        try:
            kind, _, url = (Path(self._folder) / tenant).read_text().strip().partition(" ")
        except OSError:
            return None
        schemes = ("https://",) if self._https_only else ("https://", "http://")
        if kind not in ("slack", "teams") or not url.startswith(schemes):
            log.warning("a chat's file must hold slack or teams, a space and an https address", tenant=tenant)
            return None
        return Webhook("slack" if kind == "slack" else "teams", url.strip())

    async def post(self, webhook: Webhook, message: ChatMessage) -> None:
        """Post a message; redirects are not followed.

        Raises:
            ChatRefusedError: it was not taken.
        """
        body = _slack(message) if webhook.kind == "slack" else _teams(message)
        try:
            answer = await self._client.post(webhook.url, json=body, timeout=_TIMEOUT, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ChatRefusedError(type(error).__name__, for_good=False) from None
        if not answer.is_success:
            raise ChatRefusedError(f"status {answer.status_code}", for_good=answer.status_code in _GONE)


def _slack(message: ChatMessage) -> dict[str, Any]:
    lines = [f"*{_plain(message.title)}*", *map(_plain, message.lines)]
    return {"text": "\n".join([*lines, f"<{message.link}|{_plain(message.button)}>"])}


def _plain(text: str) -> str:
    """Text in which Slack finds no link and no mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(message: ChatMessage) -> dict[str, Any]:
    title = {"type": "TextBlock", "text": message.title, "weight": "Bolder", "wrap": True}
    lines = [{"type": "TextBlock", "text": line, "wrap": True} for line in message.lines]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [title, *lines],
        "actions": [{"type": "Action.OpenUrl", "title": message.button, "url": message.link}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}
