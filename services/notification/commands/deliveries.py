"""Commands on deliveries, of workers and of coordinators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notification.domain.delivery import Delivery, DeliveryState, Reason
from services.notification.domain.kinds import Kind
from services.notification.queries.preferences import preferences_of
from services.notification.store import DELIVERIES, PROGRAMMES
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Outcome:
    """The outcome of an attempt.

    Attributes:
        template: the version of the words, once the mail server took it.
        suppressed: why nothing is to be sent.
        refused: why the mail server did not take it, or it could not be made.
        for_good: whether trying again is useless.
        release_until: when to try again, on the machine's clock, since something else is unavailable.
    """

    template: int | None = None
    suppressed: Reason | None = None
    refused: Reason | None = None
    for_good: bool = False
    release_until: datetime | None = None


async def claim(
    uow: UnitOfWork, ids: Sequence[str], machine_now: datetime, until: datetime
) -> list[Delivery]:
    """Take those of these deliveries that are due and wanted; what is of no use any more is suppressed.

    Args:
        uow: of the programme.
        ids: the candidates.
        machine_now: the machine's time.
        until: other workers may take them after that.
    """
    await uow.preload({DELIVERIES: ids})
    claimed = []
    for id_ in ids:
        delivery = await uow.get(DELIVERIES, id_)
        if delivery is None or not delivery.is_due(uow.now, machine_now):
            continue
        if reason := await _needless(uow, delivery):
            uow.save(DELIVERIES, delivery.suppress(reason))
        else:
            claimed.append(uow.save(DELIVERIES, delivery.claim(until)))
    return claimed


async def record(uow: UnitOfWork, outcomes: Mapping[str, Outcome], machine_now: datetime) -> None:
    """Note what came of deliveries."""
    await uow.preload({DELIVERIES: list(outcomes)})
    for id_, outcome in outcomes.items():
        delivery = await uow.require(DELIVERIES, id_)
        uow.save(DELIVERIES, _after(delivery, outcome, uow.now, machine_now))


async def try_again(uow: UnitOfWork) -> int:
    """Send the programme's deliveries that were given up after all, and return how many.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    given_up = await uow.find(DELIVERIES, {"state": DeliveryState.GIVEN_UP.value})
    for delivery in given_up:
        uow.save(DELIVERIES, delivery.try_again())
    return len(given_up)


async def _needless(uow: UnitOfWork, delivery: Delivery) -> Reason | None:
    if delivery.expires_at and delivery.expires_at <= uow.now:
        return Reason.LATE
    if delivery.participant_id:
        preferences = await preferences_of(uow, delivery.participant_id)
        if Kind(delivery.kind) in preferences.unsubscribed:
            return Reason.UNSUBSCRIBED
    return None


def _after(delivery: Delivery, outcome: Outcome, now: datetime, machine_now: datetime) -> Delivery:
    if outcome.template is not None:
        return delivery.sent(now, outcome.template)
    if outcome.suppressed:
        return delivery.suppress(outcome.suppressed)
    if outcome.refused:
        return delivery.refused(outcome.refused, machine_now, for_good=outcome.for_good)
    return delivery.release(outcome.release_until or machine_now)
