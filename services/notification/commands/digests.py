"""Gather a person's messages into digests."""

from collections.abc import Sequence

from services.notification.commands.planning import new_delivery
from services.notification.domain.delivery import Delivery, Reason, delivery_id
from services.notification.domain.kinds import Kind
from services.notification.domain.timing import PutOff
from services.notification.queries.digests import open_items
from services.notification.store import DELIVERIES
from shared.messaging import UnitOfWork


async def put_off(uow: UnitOfWork, delivery: Delivery, wanted: PutOff) -> None:
    """Let a message that is due wait as its reader prefers; alone, or in the digest of that time."""
    if not wanted.in_digest:
        uow.save(DELIVERIES, delivery.put_off(wanted.until))
        return
    digest = await _digest(uow, delivery, wanted)
    if digest.takes_items(uow.now):
        uow.save(DELIVERIES, digest.with_item(delivery))
        uow.save(DELIVERIES, delivery.gather())
    else:
        uow.save(DELIVERIES, delivery.put_off(uow.now))


async def note_sent(uow: UnitOfWork, ids: Sequence[str], template: int) -> None:
    """Note that messages were sent with their digest."""
    await uow.preload({DELIVERIES: ids})
    for id_ in ids:
        item = await uow.require(DELIVERIES, id_)
        uow.save(DELIVERIES, item.sent(uow.now, template))


async def suppress_items(uow: UnitOfWork, digest: Delivery, reason: Reason) -> None:
    """Do not send what was to be sent with a digest."""
    for item in await open_items(uow, digest):
        uow.save(DELIVERIES, item.suppress(reason))


async def _digest(uow: UnitOfWork, delivery: Delivery, wanted: PutOff) -> Delivery:
    """Return the digest of a reader at a time."""
    fact = f"{delivery.participant_id}@{wanted.until.isoformat()}"
    id_ = delivery_id(Kind.OWN_DIGEST, fact, delivery.reader)
    planned = await uow.get(DELIVERIES, id_)
    return planned or new_delivery(
        uow,
        id_,
        Kind.OWN_DIGEST,
        delivery.reader,
        subject_id=delivery.participant_id,
        participant_id=delivery.participant_id,
        due_at=wanted.until,
    )
