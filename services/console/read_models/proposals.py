"""Proposals as the console knows them."""

from datetime import datetime
from enum import StrEnum

from services.console.read_models.row import Facets, Row
from shared.contracts.matching import Contribution
from shared.contracts.vocabulary import Role


class ProposalState(StrEnum):
    """Where a proposal is."""

    MADE = "made"
    SHOWN = "shown"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Proposal(Row):
    """A proposed pair with its explanation.

    Attributes:
        chooser: on whose list it is, or was; None where the coordinator pairs people.
        chosen: whether it was chosen from that list.
    """

    round_id: str = ""
    mentor_id: str = ""
    mentee_id: str = ""
    score: int = 0
    explanation: tuple[Contribution, ...] = ()
    chooser: Role | None = None
    chosen: bool = False
    state: ProposalState = ProposalState.MADE
    accepted_by: tuple[Role, ...] = ()
    expires_at: datetime | None = None

    def accepted(self, by: Role) -> "Proposal":
        """Note one acceptance; with the other's it is accepted."""
        both = tuple(sorted({*self.accepted_by, by}))
        state = ProposalState.ACCEPTED if len(both) == len(Role) else self.state
        return self.noted(accepted_by=both, state=state)

    def facets(self) -> Facets:
        """By state, those that wait for approval by round, and those that were chosen from a list."""
        counts = {f"proposals:{self.state}": 1}
        if self.chosen:
            counts["lists:chosen"] = 1
        if self.state is ProposalState.MADE and self.round_id:
            counts[f"round:{self.round_id}"] = 1
        return counts
