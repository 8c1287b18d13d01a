"""Facts of matching."""

from services.console.reactions.registry import reactions
from services.console.read_models.pairings import PairingState
from services.console.read_models.proposals import ProposalState
from services.console.store import PAIRINGS, PEOPLE, PROPOSALS, ROUNDS, keep, load
from shared.contracts.matching import (
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    PairingPaused,
    PairingResumed,
    ProposalAccepted,
    ProposalApproved,
    ProposalChosen,
    ProposalDeclined,
    ProposalExpired,
    ProposalMade,
    ProposalShown,
    ProposalWithdrawn,
    RoundCancelled,
    RoundDiscarded,
    RoundFailed,
    RoundPreviewed,
    RoundProgressed,
    RoundProposed,
    RoundRequested,
)
from shared.messaging import Event, UnitOfWork


@reactions.on(RoundRequested, replaces={ROUNDS: "round_id"})
async def note_requested(event: Event[RoundRequested], uow: UnitOfWork) -> None:
    """Note that a round is requested."""
    data = event.data
    row = await load(uow, ROUNDS, data.round_id)
    await keep(uow, ROUNDS, row.requested(data, event.time))


@reactions.on(RoundProgressed, replaces={ROUNDS: "round_id"})
async def note_progress(event: Event[RoundProgressed], uow: UnitOfWork) -> None:
    """Note the progress of a round."""
    row = await load(uow, ROUNDS, event.data.round_id)
    await keep(uow, ROUNDS, row.progressed(event.data))


@reactions.on(RoundProposed, replaces={ROUNDS: "round_id"})
async def note_round(event: Event[RoundProposed], uow: UnitOfWork) -> None:
    """Note the result of a round."""
    data = event.data
    row = await load(uow, ROUNDS, data.round_id)
    noted = row.noted(
        done="proposed",
        requested_at=row.requested_at or event.time,
        proposed_at=event.time,
        mentors=data.mentors,
        mentees=data.mentees,
        proposals=data.proposals,
        total_score=data.total_score,
        unmatched=data.unmatched,
        unmatched_people=data.unmatched_people or 0,
        outcome=data.outcome or "",
        gap=data.gap,
        dropped=data.dropped,
    )
    await keep(uow, ROUNDS, noted)


@reactions.on(RoundPreviewed, replaces={ROUNDS: "round_id"})
async def note_preview(event: Event[RoundPreviewed], uow: UnitOfWork) -> None:
    """Note the result of a what-if."""
    data = event.data
    row = await load(uow, ROUNDS, data.round_id)
    noted = row.noted(
        done="previewed",
        proposed_at=event.time,
        proposals=data.pairs,
        total_score=data.total_score,
        unmatched_people=data.unmatched_people,
        outcome=data.outcome,
        gap=data.gap,
    )
    await keep(uow, ROUNDS, noted)


@reactions.on(RoundCancelled, replaces={ROUNDS: "round_id"})
async def note_cancelled(event: Event[RoundCancelled], uow: UnitOfWork) -> None:
    """Note that a round was cancelled."""
    row = await load(uow, ROUNDS, event.data.round_id)
    await keep(uow, ROUNDS, row.noted(done="cancelled"))


@reactions.on(RoundDiscarded, replaces={ROUNDS: "round_id"})
async def note_discarded(event: Event[RoundDiscarded], uow: UnitOfWork) -> None:
    """Note that a round was discarded, and its proposals withdrawn."""
    row = await load(uow, ROUNDS, event.data.round_id)
    await keep(uow, ROUNDS, row.noted(done="discarded", proposals=0))


@reactions.on(RoundFailed, replaces={ROUNDS: "round_id"})
async def note_failed(event: Event[RoundFailed], uow: UnitOfWork) -> None:
    """Note that a round failed."""
    row = await load(uow, ROUNDS, event.data.round_id)
    await keep(uow, ROUNDS, row.noted(done="failed", reason=event.data.reason))


@reactions.on(ProposalMade, replaces={PROPOSALS: "proposal_id"})
async def note_made(event: Event[ProposalMade], uow: UnitOfWork) -> None:
    """Note a new proposal."""
    data = event.data
    row = await load(uow, PROPOSALS, data.proposal_id)
    noted = row.noted(
        round_id=data.round_id,
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        score=data.score,
        explanation=data.explanation,
        chooser=data.chooser,
    )
    await keep(uow, PROPOSALS, noted)


@reactions.on(ProposalShown, replaces={PROPOSALS: "proposal_id"})
async def note_shown(event: Event[ProposalShown], uow: UnitOfWork) -> None:
    """Note that a proposal is on a shortlist."""
    data = event.data
    row = await load(uow, PROPOSALS, data.proposal_id)
    noted = row.noted(
        round_id=data.round_id or "",
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        score=data.score,
        explanation=data.explanation,
        chooser=data.chooser,
        state=ProposalState.SHOWN,
        expires_at=data.expires_at,
    )
    await keep(uow, PROPOSALS, noted)


@reactions.on(ProposalChosen, replaces={PROPOSALS: "proposal_id"})
async def note_chosen(event: Event[ProposalChosen], uow: UnitOfWork) -> None:
    """Note that a proposal was chosen from the shortlist."""
    row = await load(uow, PROPOSALS, event.data.proposal_id)
    await keep(uow, PROPOSALS, row.noted(chosen=True))


@reactions.on(ProposalApproved, replaces={PROPOSALS: "proposal_id"})
async def note_approved(event: Event[ProposalApproved], uow: UnitOfWork) -> None:
    """Note that a proposal is approved: both are asked."""
    row = await load(uow, PROPOSALS, event.data.proposal_id)
    noted = row.noted(state=ProposalState.APPROVED, expires_at=event.data.expires_at)
    await keep(uow, PROPOSALS, noted)


@reactions.on(ProposalAccepted, replaces={PROPOSALS: "proposal_id"})
async def note_accepted(event: Event[ProposalAccepted], uow: UnitOfWork) -> None:
    """Note that one of the two accepted."""
    row = await load(uow, PROPOSALS, event.data.proposal_id)
    await keep(uow, PROPOSALS, row.accepted(event.data.by))


@reactions.on(ProposalDeclined, replaces={PROPOSALS: "proposal_id"})
async def note_declined(event: Event[ProposalDeclined], uow: UnitOfWork) -> None:
    """Note that one of the two declined."""
    await _close(uow, event.data.proposal_id, ProposalState.DECLINED)


@reactions.on(ProposalExpired, replaces={PROPOSALS: "proposal_id"})
async def note_expired(event: Event[ProposalExpired], uow: UnitOfWork) -> None:
    """Note that a proposal expired: not both answered in time."""
    await _close(uow, event.data.proposal_id, ProposalState.EXPIRED)


@reactions.on(ProposalWithdrawn, replaces={PROPOSALS: "proposal_id"})
async def note_proposal_withdrawn(event: Event[ProposalWithdrawn], uow: UnitOfWork) -> None:
    """Note that a proposal was withdrawn."""
    await _close(uow, event.data.proposal_id, ProposalState.WITHDRAWN)


async def _close(uow: UnitOfWork, proposal_id: str, state: ProposalState) -> None:
    row = await load(uow, PROPOSALS, proposal_id)
    await keep(uow, PROPOSALS, row.noted(state=state))


@reactions.on(PairingActivated, replaces={PAIRINGS: "pairing_id"}, loads={PEOPLE: ("mentor_id", "mentee_id")})
async def note_activated(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Note an active pairing, and one more pairing of each of its people."""
    data = event.data
    pairing = await load(uow, PAIRINGS, data.pairing_id)
    await keep(uow, PAIRINGS, pairing.activated(data))
    for participant_id in (data.mentor_id, data.mentee_id):
        person = await load(uow, PEOPLE, participant_id)
        await keep(uow, PEOPLE, person.paired(data.pairing_id))


@reactions.on(PairingPaused, replaces={PAIRINGS: "pairing_id"})
async def note_paused(event: Event[PairingPaused], uow: UnitOfWork) -> None:
    """Note that a pairing is paused."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.rests(event.data))


@reactions.on(PairingResumed, replaces={PAIRINGS: "pairing_id"})
async def note_resumed(event: Event[PairingResumed], uow: UnitOfWork) -> None:
    """Note that a pairing has resumed."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(paused=False, paused_until=None))


@reactions.on(PairingEnded, replaces={PAIRINGS: "pairing_id"}, loads={PEOPLE: ("mentor_id", "mentee_id")})
async def note_ended(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """Note that a pairing has ended."""
    data = event.data
    pairing = await load(uow, PAIRINGS, data.pairing_id)
    await keep(
        uow, PAIRINGS, pairing.noted(state=PairingState.ENDED, ended_as=str(data.reason), paused=False)
    )
    completed = data.reason == PairingEndReason.COMPLETED
    for participant_id in (data.mentor_id, data.mentee_id):
        person = await load(uow, PEOPLE, participant_id)
        await keep(uow, PEOPLE, person.unpaired(data.pairing_id, completed=completed))
