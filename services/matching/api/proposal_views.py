"""Proposals, as coordinators are shown them."""

from pydantic import AwareDatetime

from services.matching.api.explanation_views import FitExplanation
from services.matching.api.views import CONTRIBUTION_EXAMPLE, PAIR_EXAMPLE, View, example_of
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.pairs.runner_up import RunnerUp
from shared.contracts.matching import DeclineReason
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier


class ProposalView(View):
    """A proposed pair as coordinators of others see it.

    ``chooser``: whose list it is on, or was; ``forbidden_by``: the rule that made it impossible.
    """

    model_config = example_of(
        id="2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
        round_id="c3f1a2b4d5e64788990a1b2c3d4e5f60",
        chooser=None,
        **PAIR_EXAMPLE,
        explanation=[CONTRIBUTION_EXAMPLE],
        runner_up={
            "mentor_id": "11223344556677889900aabbccddeeff",
            "score": 7400,
            "margin": 200,
            "taken": True,
        },
        state="approved",
        accepted_by=["mentor"],
        declined_by=None,
        decline_reason=None,
        made_at="2026-01-05T09:00:00Z",
        approved_at="2026-01-05T10:00:00Z",
        expires_at="2026-01-08T10:00:00Z",
        locked=False,
        forbidden_by=None,
    )

    id: Identifier
    round_id: Identifier | None
    chooser: Role | None
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    score: int
    explanation: FitExplanation
    runner_up: RunnerUp | None
    state: ProposalState
    accepted_by: list[Role]
    declined_by: Role | None
    decline_reason: DeclineReason | None
    made_at: AwareDatetime
    approved_at: AwareDatetime | None
    expires_at: AwareDatetime | None
    locked: bool
    forbidden_by: str | None


def view_proposal(proposal: Proposal) -> ProposalView:
    """Return a proposal as the coordinator of the two sees it."""
    return ProposalView.model_validate(proposal)
