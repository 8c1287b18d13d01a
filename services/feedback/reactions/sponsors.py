"""Facts of enrollment: the sponsors of pairings."""

from services.feedback.commands.assignment import hand_on
from services.feedback.domain.concern import OPEN
from services.feedback.domain.sponsor import Sponsor
from services.feedback.queries.sponsors import sponsor_id_of
from services.feedback.reactions.base import reactions
from services.feedback.store import CONCERNS, SPONSORS
from shared.contracts.enrollment import AppointmentEnding, SponsorAccepted, SponsorshipEnded
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
    query = {"handler_id": sponsor.id, "concern_state": {"$in": sorted(OPEN)}}
    for concern in await uow.find(CONCERNS, query):
        await hand_on(uow, concern)
