"""Plan messages, and take back those that are no longer of use."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from services.notification.domain.delivery import (
    Delivery,
    Reader,
    Reason,
    SessionTime,
    delivery_id,
)
from services.notification.domain.kinds import Kind
from services.notification.store import DELIVERIES
from shared.messaging import UnitOfWork

SIGNAL: Final = "deliveries"
"""Wakes the worker."""
_DIGEST_AT: Final = time(6)


async def plan(uow: UnitOfWork, kind: Kind, fact_id: str, reader: Reader, **fields: Any) -> None:
    """Plan a message unless the fact has made it before.

    Args:
        uow: of the programme.
        kind: what it is about.
        fact_id: what makes the message (see `delivery_id`).
        reader: who gets it.
        fields: others of the delivery; it is due now if they do not say when.
    """
    id_ = delivery_id(kind, fact_id, reader)
    if await uow.get(DELIVERIES, id_):
        return
    _save(uow, new_delivery(uow, id_, kind, reader, **fields))


async def plan_session(
    uow: UnitOfWork,
    kind: Kind,
    fact_id: str,
    own_fact_id: str,
    reader: Reader,
    session: SessionTime,
    **fields: Any,
) -> None:
    """Plan a message about a session; sessions of one cause share a message until it is sent.

    Args:
        uow: of the programme.
        kind: what it is about.
        fact_id: the cause of this and other sessions' facts.
        own_fact_id: the fact of this session, for one that comes after the common message was sent.
        reader: who gets it.
        session: the session and its time.
        fields: others of the delivery.
    """
    for id_ in (delivery_id(kind, fact_id, reader), delivery_id(kind, own_fact_id, reader)):
        planned = await uow.get(DELIVERIES, id_)
        if planned and session in planned.sessions:
            return
        if planned is None or planned.is_open:
            _save(uow, (planned or new_delivery(uow, id_, kind, reader, **fields)).with_session(session))
            return


async def count_in_digest(uow: UnitOfWork, at: datetime, fact: str, number: int = 1) -> None:
    """Let the coordinators' next digest count something.

    Args:
        uow: of the programme.
        at: when it happened.
        fact: what, by the event's name.
        number: how often.
    """
    for day in sorted({at.date(), uow.now.date()}):
        id_ = delivery_id(Kind.DIGEST, f"{uow.scope.programme}@{day}", Reader.COORDINATORS)
        due_at = _next_morning(day)
        planned = await uow.get(DELIVERIES, id_) or new_delivery(
            uow, id_, Kind.DIGEST, Reader.COORDINATORS, subject_id=uow.scope.programme, due_at=due_at
        )
        if planned.is_open:
            _save(uow, planned.counting(fact, number))
            return


async def want_coordinators(uow: UnitOfWork) -> None:
    """Let the coordinators know the next morning that something waits.

    One message stands for all of a day, so that it tells neither when something came nor how much.
    """
    due_at = _next_morning(uow.now.date())
    fact_id = f"{uow.scope.programme}@{due_at.date()}"
    fields = {"subject_id": uow.scope.programme, "due_at": due_at}
    await plan(uow, Kind.COORDINATORS_WANTED, fact_id, Reader.COORDINATORS, **fields)


async def take_back(uow: UnitOfWork, fact_id: str, readers: Iterable[Reader], *kinds: Kind) -> None:
    """Suppress messages that were not sent yet, since what they are about is settled."""
    for reader in readers:
        for kind in kinds:
            planned = await uow.get(DELIVERIES, delivery_id(kind, fact_id, reader))
            if planned and planned.is_open:
                _save(uow, planned.suppress(Reason.SETTLED))


def new_delivery(uow: UnitOfWork, id_: str, kind: Kind, reader: Reader, **fields: Any) -> Delivery:
    """Make a delivery in the scope of a unit of work; due now if the fields do not say when."""
    return Delivery.model_validate(
        {
            "id": id_,
            "tenant": uow.scope.tenant,
            "programme": uow.scope.programme,
            "region": uow.scope.region,
            "kind": kind,
            "reader": reader,
            "due_at": uow.now,
            **fields,
        }
    )


def _next_morning(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), _DIGEST_AT, tzinfo=UTC)


def _save(uow: UnitOfWork, delivery: Delivery) -> None:
    uow.save(DELIVERIES, delivery)
    uow.notify(SIGNAL)
