"""Proposals, for their participants and the coordinator."""

from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.queries.access import is_own, may_coordinate, own_pairs
from services.matching.queries.pages import find_programme_page
from services.matching.queries.relations import Relations, relations_of
from services.matching.store import PROPOSALS, ROUNDS
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Found, PageRequest


async def list_proposals(
    uow: UnitOfWork,
    employee_id: str | None,
    state: ProposalState | None,
    round_id: str | None,
    page: PageRequest,
) -> Found[Proposal]:
    """Proposals, of one state or one round if asked; NotFound for an unknown round."""
    if round_id:
        await uow.require(ROUNDS, round_id)
    relations = await relations_of(uow, employee_id)
    asked = {name: value for name, value in (("state", state), ("round_id", round_id)) if value}
    proposals, total = await find_programme_page(uow, PROPOSALS, {**asked, **relations.of_pairs()}, page)
    return [_without_concealed_runner_up(each, relations) for each in proposals], total


async def list_own_proposals(uow: UnitOfWork, caller: Caller, page: PageRequest) -> Found[Proposal]:
    """Return the caller's published proposals."""
    return await find_programme_page(
        uow, PROPOSALS, {"approved_at": {"$ne": None}, **own_pairs(caller)}, page
    )


async def get_proposal(uow: UnitOfWork, caller: Caller, proposal_id: str) -> Proposal:
    """Return a participant's own published proposal, or one of others for their coordinator.

    Else NotFound.
    """
    proposal = await uow.require(PROPOSALS, proposal_id)
    if proposal.approved_at is not None and is_own(proposal, caller):
        return proposal
    if await may_coordinate(uow, proposal, caller):
        return _without_concealed_runner_up(proposal, await relations_of(uow, caller.employee_id))
    raise NotFound(f"no such proposal: {proposal_id}")


def _without_concealed_runner_up(proposal: Proposal, relations: Relations) -> Proposal:
    runner_up = proposal.runner_up
    if runner_up is None or not relations.conceal(runner_up.mentor_id):
        return proposal
    return proposal.model_copy(update={"runner_up": None})
