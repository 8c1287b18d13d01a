"""Facts of enrollment: the sponsors of pairings."""

from services.feedback.commands.assignment import hand_on
from services.feedback.domain.concern import OPEN, Concern
from services.feedback.domain.sponsor import Sponsor
from services.feedback.queries.sponsors import may_still_handle, sponsor_id_of
from services.feedback.reactions.base import reactions
from services.feedback.store import CONCERNS, SPONSORS
from shared.contracts.enrollment import (
    AppointmentEnding,
    SponsorAccepted,
    SponsorLineChanged,
    SponsorshipEnded,
)
from shared.messaging import Event, UnitOfWork


@reactions.on(SponsorAccepted)
async def learn_sponsor(event: Event[SponsorAccepted], uow: UnitOfWork) -> None:
    """Know who sponsors which pairings, and their line."""
    data = event.data
    id_ = sponsor_id_of(uow, data.employee_id)
    sponsor = await uow.get(SPONSORS, id_) or Sponsor(
        id=id_, tenant=uow.scope.tenant, programme=uow.scope.programme, employee_id=data.employee_id
    )
    uow.save(SPONSORS, sponsor.accepted(data.pairing_id, data.line))


@reactions.on(SponsorLineChanged)
async def follow_line(event: Event[SponsorLineChanged], uow: UnitOfWork) -> None:
    """Know the line in force, and hand on the concerns that the sponsor may no longer read."""
    sponsor = await uow.get(SPONSORS, sponsor_id_of(uow, event.data.employee_id))
    if sponsor is None:
        return
    uow.save(SPONSORS, sponsor.changed(line=event.data.line))
    for concern in await _open_concerns(uow, sponsor):
        if not await may_still_handle(uow, concern):
            await hand_on(uow, concern)


@reactions.on(SponsorshipEnded)
async def let_sponsor_go(event: Event[SponsorshipEnded], uow: UnitOfWork) -> None:
    """Hand on the concerns of a sponsor; where the pairing has ended, they stay with the sponsor."""
    data = event.data
    sponsor = await uow.get(SPONSORS, sponsor_id_of(uow, data.employee_id))
    if sponsor is None or not data.accepted:
        return
    uow.save(SPONSORS, sponsor.ended(data.pairing_id))
    if data.ending == AppointmentEnding.OVER:
        return
    for concern in await _open_concerns(uow, sponsor):
        await hand_on(uow, concern)


async def _open_concerns(uow: UnitOfWork, sponsor: Sponsor) -> list[Concern]:
    return await uow.find(CONCERNS, {"handler_id": sponsor.id, "concern_state": {"$in": sorted(OPEN)}})
