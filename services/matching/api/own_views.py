"""Proposals and pairings, as their two people see them: without scores and without the other's answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime

from services.matching.api.views import FIT_EXAMPLE, TWO_EXAMPLE, View, example_of
from services.matching.domain.features import FEATURES
from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from shared.contracts.matching import Contribution, FitReason
from shared.contracts.vocabulary import Role
from shared.kernel import EmployeeId, Identifier

MOST_REASONS: Final = 3


class OwnAnswer(StrEnum):
    """The reader's answer."""

    YES = "yes"
    NO = "no"


class OwnProposalView(View):
    """A proposed pair as one of the two sees it.

    It has no score and nothing about the other's answer, and of the explanation at most three reasons for the
    pair, the strongest first. ``state`` is ``declined`` for the person who declined, and
    ``withdrawn`` for the other, as if the pair had become impossible for any other reason.
    """

    model_config = example_of(
        id="2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
        **TWO_EXAMPLE,
        reasons=[FIT_EXAMPLE],
        state="approved",
        answer=None,
        approved_at="2026-01-05T10:00:00Z",
        expires_at="2026-01-08T10:00:00Z",
    )

    id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    reasons: list[FitReason]
    state: ProposalState
    answer: OwnAnswer | None
    approved_at: AwareDatetime | None
    expires_at: AwareDatetime | None


class OwnPairingView(View):
    """A pairing as one of the two sees it: that it ended, not why, so nobody learns that the other left.

    ``private_reason`` is what the reader wrote down when leaving; null for the other one. ``paused_until``:
    the day from which the two meet again, if it is known; ``may_resume``: whether the reader asked for it.
    """

    model_config = example_of(
        id="7b6a594837261504f3e2d1c0b9a89786",
        proposal_id="2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
        **TWO_EXAMPLE,
        state="active",
        activated_at="2026-01-06T14:30:00Z",
        ended_at=None,
        private_reason=None,
        is_paused=True,
        paused_until="2026-05-04",
        may_resume=False,
    )

    id: Identifier
    proposal_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    state: PairingState
    activated_at: AwareDatetime
    ended_at: AwareDatetime | None
    private_reason: str | None
    is_paused: bool
    paused_until: date | None
    may_resume: bool


def reasons_for_pair(explanation: Sequence[Contribution]) -> list[FitReason]:
    """Return the reasons for a pair, the strongest first; none that is kept from the two."""
    strongest = sorted(explanation, key=lambda part: -part.points)
    shown = [part.reason for part in strongest if part.points and not _is_private(part.reason)]
    return shown[:MOST_REASONS]


def _is_private(reason: FitReason) -> bool:
    """Return whether a reason compares what only coordinators may know, or what this release lacks."""
    return any(name not in FEATURES or FEATURES[name].private for name in reason.features)


def view_own_proposal(proposal: Proposal, role: Role | None) -> OwnProposalView:
    """Return a proposal as the person in this role sees it."""
    declined = role is not None and proposal.declined_by is role
    answer = OwnAnswer.NO if declined else OwnAnswer.YES if role in proposal.accepted_by else None
    hidden = proposal.state is ProposalState.DECLINED and not declined
    own: dict[str, Any] = {
        "reasons": reasons_for_pair(proposal.explanation),
        "state": ProposalState.WITHDRAWN if hidden else proposal.state,
        "answer": answer,
    }
    rest = {name: getattr(proposal, name) for name in OwnProposalView.model_fields if name not in own}
    return OwnProposalView(**rest, **own)


def view_own_pairing(
    pairing: Pairing, reader: EmployeeId | None, reasons: Mapping[str, str]
) -> OwnPairingView:
    """Return a pairing as one of the two sees it.

    ``reasons`` are the private ones of the reader, by pairing.
    """
    role = pairing.role_of(reader)
    own: dict[str, Any] = {
        "private_reason": reasons.get(pairing.id),
        "may_resume": role is not None and pairing.is_paused_by(role),
    }
    rest = {name: getattr(pairing, name) for name in OwnPairingView.model_fields if name not in own}
    return OwnPairingView(**rest, **own)
