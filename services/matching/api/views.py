"""What callers are shown."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.matching.domain.pairing import PairingState
from services.matching.domain.proposal import Proposal, ProposalState
from services.matching.domain.round import RoundState
from shared.contracts.matching import Contribution, DeclineReason, PairingEndReason, Unmatched
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier

V = TypeVar("V", bound=BaseModel)

Limit = Annotated[int, Query(ge=1, le=500, description="At most so many")]
Offset = Annotated[int, Query(ge=0, description="Leave out so many first")]


class Page(BaseModel, Generic[V]):
    """One page of a list, and how many there are in all."""

    items: list[V]
    total: int


class View(BaseModel):
    """Built from an aggregate; fields not named here stay inside."""

    model_config = ConfigDict(from_attributes=True)


class RoundView(View):
    """A round in figures."""

    id: Identifier
    number: int
    state: RoundState
    mentors: int
    mentees: int
    eligible_pairs: int
    proposals: int
    total_score: int
    unmatched: list[Unmatched]
    solver: str
    proposed_at: AwareDatetime
    approved_at: AwareDatetime | None


class ProposalView(View):
    """A proposed pair; ``decline_reason`` is for coordinators only."""

    id: Identifier
    round_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    score: int
    explanation: list[Contribution]
    state: ProposalState
    accepted_by: list[Role]
    declined_by: Role | None
    decline_reason: DeclineReason | None
    made_at: AwareDatetime
    approved_at: AwareDatetime | None
    expires_at: AwareDatetime | None


class PairingView(View):
    """A pairing; private reasons are shown to nobody."""

    id: Identifier
    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    score: int
    state: PairingState
    activated_at: AwareDatetime
    ended_at: AwareDatetime | None
    end_reason: PairingEndReason | None


def for_participant(proposal: Proposal) -> ProposalView:
    """A proposal as one of the two sees it: why somebody said no stays with the coordinator."""
    return ProposalView.model_validate(proposal).model_copy(update={"decline_reason": None})
