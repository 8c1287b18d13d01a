"""Makes the requests of deliveries to one webhook."""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from services.notification.clients.receiver import Answer, Receivers
from services.notification.commands.webhooks.sending import Attempt, Claim
from services.notification.domain.webhooks.address import Target, target_of
from services.notification.domain.webhooks.delivery import MOST_BODY_BYTES, Failure, WebhookDelivery
from services.notification.domain.webhooks.signing import signed_headers
from services.notification.queries.webhooks import owner_of
from shared.encryption import SealBroken, Vault
from shared.kernel import RuleBroken
from shared.runtime.logging import get_logger
from shared.version import VERSION

log = get_logger(__name__)

_HEADERS: Final = {"Content-Type": "application/json", "User-Agent": f"mentoring-webhooks/{VERSION}"}
_chance: Final = secrets.SystemRandom()


class WebhookSender:
    """Signs deliveries and sends them.

    Args:
        receivers: take the requests.
        vault: opens the secrets.
        private_hosts: names that need not be public, in development.
    """

    def __init__(self, receivers: Receivers, vault: Vault, private_hosts: frozenset[str]) -> None:
        self._receivers = receivers
        self._vault = vault
        self._private_hosts = private_hosts

    async def send(self, tenant: str, claim: Claim, now: datetime) -> Mapping[str, Attempt]:
        """Send all deliveries of a claim at once, and return what came of each.

        Args:
            tenant: the organisation.
            claim: the deliveries and their webhook.
            now: the present on the domain's clock, by which secrets expire.
        """
        subscription = claim.subscription
        try:
            target = target_of(subscription.url, self._private_hosts)
            owner = owner_of(tenant, subscription.id)
            keys = [self._vault.unseal(sealed, owner) for sealed in subscription.valid_secrets(now)]
        except (RuleBroken, SealBroken) as error:
            failure = Failure.SECRET if isinstance(error, SealBroken) else Failure.ADDRESS
            log.warning("a webhook can't be sent", webhook=subscription.id, failure=failure)
            return {each.id: _attempt(Answer(0, failure=failure)) for each in claim.deliveries}
        answers = await asyncio.gather(*(self._send_one(each, target, keys) for each in claim.deliveries))
        return {each.id: _attempt(answer) for each, answer in zip(claim.deliveries, answers, strict=True)}

    async def _send_one(self, delivery: WebhookDelivery, target: Target, keys: list[bytes]) -> Answer:
        body = delivery.body.encode()
        if len(body) > MOST_BODY_BYTES:
            return Answer(0, failure=Failure.TOO_LARGE)
        # Receivers compare the time with their own clock, so it is the machine's.
        signed = signed_headers(keys, delivery.id, datetime.now(UTC), body)
        return await self._receivers.post(target, {**_HEADERS, **signed}, body)


def _attempt(answer: Answer) -> Attempt:
    return Attempt(
        duration_ms=answer.duration_ms,
        status=answer.status,
        failure=answer.failure,
        retry_after=answer.retry_after,
        chance=_chance.random(),
    )
