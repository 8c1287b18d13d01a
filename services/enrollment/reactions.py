"""Reactions of enrollment: programmes follow their dates, partners learn each other's names."""

from services.enrollment.commands import programmes
from services.enrollment.domain.introduction import Introduction
from services.enrollment.store import INTRODUCTIONS
from shared.contracts.enrollment import ProgrammeDateDue
from shared.contracts.matching import (
    PairingActivated,
    PairingEnded,
    ProposalApproved,
    ProposalDeclined,
    ProposalExpired,
    ProposalWithdrawn,
)
from shared.messaging import Event, Reactions, UnitOfWork

reactions = Reactions()


@reactions.on(ProgrammeDateDue)
async def advance_programme(event: Event[ProgrammeDateDue], uow: UnitOfWork) -> None:
    """Let the programme enter the state that its dates ask for."""
    await programmes.advance(uow, event.data.programme_id)


@reactions.on(ProposalApproved, loads={INTRODUCTIONS: "proposal_id"})
async def introduce_proposed(event: Event[ProposalApproved], uow: UnitOfWork) -> None:
    """Let two learn whom they are asked about, until the proposal expires."""
    data = event.data
    proposed = Introduction(
        id=data.proposal_id,
        **uow.scope.model_dump(),
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        paired=False,
        expires_at=data.expires_at,
    )
    await _begin(uow, proposed)


@reactions.on(PairingActivated, loads={INTRODUCTIONS: ("pairing_id", "proposal_id")})
async def introduce_paired(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Let two who are paired learn each other's name and address, as long as the pairing is active."""
    data = event.data
    await _end(uow, data.proposal_id)
    paired = Introduction(
        id=data.pairing_id,
        **uow.scope.model_dump(),
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        paired=True,
    )
    await _begin(uow, paired)


@reactions.on(ProposalDeclined, loads={INTRODUCTIONS: "proposal_id"})
async def end_declined(event: Event[ProposalDeclined], uow: UnitOfWork) -> None:
    """End what a proposal allowed: one of the two said no."""
    await _end(uow, event.data.proposal_id)


@reactions.on(ProposalExpired, loads={INTRODUCTIONS: "proposal_id"})
async def end_expired(event: Event[ProposalExpired], uow: UnitOfWork) -> None:
    """End what a proposal allowed: not both answered in time."""
    await _end(uow, event.data.proposal_id)


@reactions.on(ProposalWithdrawn, loads={INTRODUCTIONS: "proposal_id"})
async def end_withdrawn(event: Event[ProposalWithdrawn], uow: UnitOfWork) -> None:
    """End what a proposal allowed: it fell away."""
    await _end(uow, event.data.proposal_id)


@reactions.on(PairingEnded, loads={INTRODUCTIONS: "pairing_id"})
async def end_paired(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """End what a pairing allowed."""
    await _end(uow, event.data.pairing_id)


async def _begin(uow: UnitOfWork, introduction: Introduction) -> None:
    if await uow.get(INTRODUCTIONS, introduction.id) is None:
        uow.save(INTRODUCTIONS, introduction)


async def _end(uow: UnitOfWork, id_: str) -> None:
    introduction = await uow.get(INTRODUCTIONS, id_)
    if introduction and not introduction.ended:
        uow.save(INTRODUCTIONS, introduction.changed(ended=True))
