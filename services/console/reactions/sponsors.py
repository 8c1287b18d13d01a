"""Facts of enrollment about sponsors of pairings."""

from services.console.reactions.registry import reactions
from services.console.read_models.pairings import SponsorState
from services.console.store import PAIRINGS, keep, load
from shared.contracts.enrollment import SponsorAccepted, SponsorNamed, SponsorshipEnded
from shared.messaging import Event, UnitOfWork


@reactions.on(SponsorNamed, replaces={PAIRINGS: "pairing_id"})
async def note_sponsor_named(event: Event[SponsorNamed], uow: UnitOfWork) -> None:
    """Note that a person is asked to be a sponsor."""
    await _note(uow, event.data.pairing_id, SponsorState.ASKED, event.data.employee_id)


@reactions.on(SponsorAccepted, replaces={PAIRINGS: "pairing_id"})
async def note_sponsor_accepted(event: Event[SponsorAccepted], uow: UnitOfWork) -> None:
    """Note that the person asked is the sponsor."""
    await _note(uow, event.data.pairing_id, SponsorState.ACCEPTED, event.data.employee_id)


@reactions.on(SponsorshipEnded, replaces={PAIRINGS: "pairing_id"})
async def note_sponsorship_ended(event: Event[SponsorshipEnded], uow: UnitOfWork) -> None:
    """Note that there is no sponsor, and none is asked."""
    await _note(uow, event.data.pairing_id, SponsorState.MISSING, "")


async def _note(uow: UnitOfWork, pairing_id: str, state: SponsorState, employee_id: str) -> None:
    row = await load(uow, PAIRINGS, pairing_id)
    await keep(uow, PAIRINGS, row.noted(sponsor=state, sponsor_employee_id=employee_id))
