"""Facts of enrollment about sponsors of pairings."""

from typing import Any, Final

from services.notification.commands.planning import count_in_digest, plan, take_back
from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import reactions
from shared.contracts.enrollment import AppointmentEnding, SponsorAccepted, SponsorNamed, SponsorshipEnded
from shared.messaging import Event, UnitOfWork

_MISSING: Final = {AppointmentEnding.DECLINED, AppointmentEnding.STEPPED_DOWN, AppointmentEnding.LEFT}
"""The endings after which coordinators have to name another."""
_BY_OTHERS: Final = {AppointmentEnding.REVOKED, AppointmentEnding.OVER}
"""The endings that the sponsor did not bring about."""


@reactions.on(SponsorNamed)
async def ask_sponsor(event: Event[SponsorNamed], uow: UnitOfWork) -> None:
    """Ask the person named."""
    await plan(uow, Kind.SPONSOR_ASKED, _naming(event.data), Reader.EMPLOYEE, **_to_sponsor(event))


@reactions.on(SponsorAccepted)
async def note_sponsor(event: Event[SponsorAccepted], uow: UnitOfWork) -> None:
    """Tell the mentor who is there for them, and let the coordinators know."""
    data, fact_id = event.data, _naming(event.data)
    await take_back(uow, fact_id, [Reader.EMPLOYEE], Kind.SPONSOR_ASKED)
    whom = {"subject_id": data.pairing_id, "participant_id": data.mentor_id}
    await plan(uow, Kind.SPONSOR_FOUND, fact_id, Reader.MENTOR, due_at=event.time, **whom)
    await count_in_digest(uow, event.time, "sponsors-found")


@reactions.on(SponsorshipEnded)
async def note_sponsorship_over(event: Event[SponsorshipEnded], uow: UnitOfWork) -> None:
    """Inform the coordinators of a pair that needs another sponsor, or the sponsor of the end."""
    data, fact_id = event.data, _naming(event.data)
    await take_back(uow, fact_id, [Reader.EMPLOYEE], Kind.SPONSOR_ASKED)
    await take_back(uow, fact_id, [Reader.MENTOR], Kind.SPONSOR_FOUND)
    if data.ending in _MISSING:
        await count_in_digest(uow, event.time, "sponsors-missing")
    elif data.accepted and data.ending in _BY_OTHERS:
        await plan(uow, Kind.SPONSORSHIP_OVER, fact_id, Reader.EMPLOYEE, **_to_sponsor(event))


def _to_sponsor(event: Event[Any]) -> dict[str, Any]:
    """Address the person named; with a participant of the programme, by whom its name is found."""
    data = event.data
    ids = {"subject_id": data.pairing_id, "employee_id": data.employee_id, "partner_id": data.mentor_id}
    return {**ids, "due_at": event.time}


def _naming(fact: SponsorNamed | SponsorAccepted | SponsorshipEnded) -> str:
    """The fact that somebody was named: of several for one pairing, each is another."""
    return f"{fact.pairing_id}-{fact.number}"
