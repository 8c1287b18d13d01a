"""Facts of enrollment about sponsors of pairings."""

from typing import Final

from services.notification.commands.planning import count_in_digest, plan, take_back
from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.reactions import appointments
from services.notification.reactions.base import reactions
from shared.contracts.enrollment import SponsorAccepted, SponsorNamed, SponsorshipEnded
from shared.messaging import Event, UnitOfWork

_ASKING: Final = (Kind.SPONSOR_ASKED, Kind.SPONSOR_ASKED_REMINDER)


@reactions.on(SponsorNamed)
async def ask_sponsor(event: Event[SponsorNamed], uow: UnitOfWork) -> None:
    """Ask the person named."""
    await appointments.ask(uow, event, *_ASKING, _naming(event.data), _to_sponsor(event.data))


@reactions.on(SponsorAccepted)
async def note_sponsor(event: Event[SponsorAccepted], uow: UnitOfWork) -> None:
    """Tell the mentor who is there for them, and let the coordinators know."""
    data, fact_id = event.data, _naming(event.data)
    await appointments.ask_no_more(uow, *_ASKING, fact_id)
    whom = {"subject_id": data.pairing_id, "participant_id": data.mentor_id}
    await plan(uow, Kind.SPONSOR_FOUND, fact_id, Reader.MENTOR, due_at=event.time, **whom)
    await count_in_digest(uow, event.time, "sponsors-found")


@reactions.on(SponsorshipEnded)
async def note_sponsorship_over(event: Event[SponsorshipEnded], uow: UnitOfWork) -> None:
    """Inform the coordinators of a pair that needs another sponsor, or the sponsor of the end."""
    data, fact_id = event.data, _naming(event.data)
    await appointments.ask_no_more(uow, *_ASKING, fact_id)
    await take_back(uow, fact_id, [Reader.MENTOR], Kind.SPONSOR_FOUND)
    if data.ending in appointments.MISSING:
        await count_in_digest(uow, event.time, "sponsors-missing")
    if data.accepted and data.ending in appointments.BY_OTHERS:
        whom = _to_sponsor(data)
        await plan(uow, Kind.SPONSORSHIP_OVER, fact_id, Reader.EMPLOYEE, due_at=event.time, **whom)


def _to_sponsor(fact: SponsorNamed | SponsorshipEnded) -> dict[str, str]:
    """Address the person named; with a participant, by whom the programme's name is found."""
    return {"subject_id": fact.pairing_id, "employee_id": fact.employee_id, "partner_id": fact.mentor_id}


def _naming(fact: SponsorNamed | SponsorAccepted | SponsorshipEnded) -> str:
    """Return the fact that somebody was named: of several for one pairing, each is another."""
    return f"{fact.pairing_id}-{fact.number}"
