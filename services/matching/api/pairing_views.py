"""Pairings, as coordinators are shown them."""

from datetime import date

from pydantic import AwareDatetime

from services.matching.api.views import PAIR_EXAMPLE, View, example_of
from services.matching.domain.pairs.pairing import Pairing, PairingState
from shared.contracts.matching import PairingEndReason
from shared.kernel import Identifier


class PairingView(View):
    """A pairing as the coordinator of the two sees it; private reasons are shown to nobody.

    ``conflict``: the rule that ended it, if it became a conflict of interest. ``paused_until``: the day from
    which the two meet again, if it is known; ``may_resume``: whether the coordinators asked for the pause.
    """

    model_config = example_of(
        id="7b6a594837261504f3e2d1c0b9a89786",
        proposal_id="2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
        **PAIR_EXAMPLE,
        state="active",
        activated_at="2026-01-06T14:30:00Z",
        ended_at=None,
        end_reason=None,
        conflict=None,
        is_paused=True,
        paused_until="2026-05-04",
        may_resume=True,
    )

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
    conflict: str | None
    is_paused: bool
    paused_until: date | None
    may_resume: bool


def view_pairing(pairing: Pairing) -> PairingView:
    """Return a pairing as the coordinator of the two sees it."""
    rest = {name: getattr(pairing, name) for name in PairingView.model_fields if name != "may_resume"}
    return PairingView(**rest, may_resume=pairing.is_paused_by(None))
