"""Commands on deliveries, of workers and of coordinators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notification.commands.digests import note_sent, put_off, suppress_items
from services.notification.domain.delivery import Delivery, DeliveryState, Reason
from services.notification.domain.kinds import Kind
from services.notification.domain.preferences import DEFAULTS, MessagePreferences, Preferences
from services.notification.domain.timing import PutOff
from services.notification.queries.digests import open_items
from services.notification.queries.preferences import preferences_by_participant, preferences_of
from services.notification.store import DELIVERIES, PROGRAMMES
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Claimed:
    """A delivery that a worker holds.

    Attributes:
        delivery: which.
        preferences: of its reader.
        dead_address: the digest of an address of its reader that does not work.
        items: what is sent with it, if it is a person's digest.
    """

    delivery: Delivery
    preferences: MessagePreferences = DEFAULTS
    dead_address: str = ""
    items: tuple[Delivery, ...] = ()

    @property
    def messages(self) -> tuple[Delivery, ...]:
        """The messages it carries: its items, or itself."""
        return self.items or (self.delivery,)


@dataclass(frozen=True)
class Outcome:
    """The outcome of an attempt.

    Attributes:
        template: the version of the words, once the mail server took it.
        address_key: the digest of the address that it was sent to.
        items: what was sent with it.
        put_off: until when it waits for its reader's sake.
        suppressed: why nothing is to be sent.
        refused: why the mail server did not take it, or it could not be made.
        for_good: whether trying again is useless.
        release_until: when to try again, on the machine's clock, since something else is unavailable.
    """

    template: int | None = None
    address_key: str = ""
    items: tuple[str, ...] = ()
    put_off: PutOff | None = None
    suppressed: Reason | None = None
    refused: Reason | None = None
    for_good: bool = False
    release_until: datetime | None = None


async def claim(uow: UnitOfWork, ids: Sequence[str], machine_now: datetime, until: datetime) -> list[Claimed]:
    """Take those of these deliveries that are due and wanted; what is of no use any more is suppressed.

    Args:
        uow: of the programme.
        ids: the candidates.
        machine_now: the machine's time.
        until: other workers may take them after that.
    """
    await uow.preload({DELIVERIES: ids})
    candidates = [await uow.get(DELIVERIES, id_) for id_ in ids]
    due = [each for each in candidates if each and each.is_due(uow.now, machine_now)]
    readers = [each.participant_id for each in due if each.participant_id]
    people = await preferences_by_participant(uow, readers)
    claimed = []
    for delivery in due:
        person = await _person(uow, delivery, people)
        wanted = person.chosen if person else DEFAULTS
        if reason := _needless(delivery, wanted, uow.now):
            uow.save(DELIVERIES, delivery.suppress(reason))
            continue
        items = await _wanted_items(uow, delivery, wanted)
        if delivery.kind is Kind.OWN_DIGEST and not items:
            uow.save(DELIVERIES, delivery.suppress(Reason.SETTLED))
            continue
        held = uow.save(DELIVERIES, delivery.claim(until))
        claimed.append(Claimed(held, wanted, person.dead_address if person else "", items))
    return claimed


async def _person(
    uow: UnitOfWork, delivery: Delivery, people: Mapping[str, Preferences]
) -> Preferences | None:
    """Return the preferences of a delivery's reader, if that is a person."""
    if delivery.employee_id:
        return await preferences_of(uow, delivery.employee_id)
    return people.get(delivery.participant_id or "")


async def record(uow: UnitOfWork, outcomes: Mapping[str, Outcome], machine_now: datetime) -> None:
    """Note what came of deliveries."""
    await uow.preload({DELIVERIES: list(outcomes)})
    for id_, outcome in outcomes.items():
        delivery = await uow.require(DELIVERIES, id_)
        if outcome.put_off:
            await put_off(uow, delivery, outcome.put_off)
            continue
        uow.save(DELIVERIES, _after(delivery, outcome, uow.now, machine_now))
        if outcome.template is not None:
            await note_sent(uow, outcome.items, outcome.template)
        if outcome.suppressed:
            await suppress_items(uow, delivery, outcome.suppressed)


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


async def _wanted_items(
    uow: UnitOfWork, delivery: Delivery, preferences: MessagePreferences
) -> tuple[Delivery, ...]:
    """Return the items of a digest that are of use; the others are suppressed."""
    wanted = []
    for item in await open_items(uow, delivery):
        if reason := _needless(item, preferences, uow.now):
            uow.save(DELIVERIES, item.suppress(reason))
        else:
            wanted.append(item)
    return tuple(wanted)


def _needless(delivery: Delivery, preferences: MessagePreferences, now: datetime) -> Reason | None:
    if delivery.expires_at and delivery.expires_at <= now:
        return Reason.LATE
    return Reason.UNSUBSCRIBED if Kind(delivery.kind) in preferences.unsubscribed else None


def _after(delivery: Delivery, outcome: Outcome, now: datetime, machine_now: datetime) -> Delivery:
    if outcome.template is not None:
        return delivery.sent(now, outcome.template, outcome.address_key)
    if outcome.suppressed:
        return delivery.suppress(outcome.suppressed)
    if outcome.refused:
        return delivery.refused(outcome.refused, machine_now, for_good=outcome.for_good)
    return delivery.release(outcome.release_until or machine_now)
