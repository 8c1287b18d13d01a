"""What callers are shown."""

from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.matching.domain.pairs.pairing import Pairing, PairingState
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.pairs.runner_up import RunnerUp
from services.matching.domain.rounds.parts import Progress, RoundOptions
from services.matching.domain.rounds.results.certificate import CERTIFICATE_EXAMPLE, Certificate
from services.matching.domain.rounds.results.must_pair_missed import MustPairMissed
from services.matching.domain.rounds.results.price import Price
from services.matching.domain.rounds.results.unmatched import Extent, Relaxation, Relaxed
from services.matching.domain.rounds.round import RoundState
from services.matching.domain.rounds.what_if import Cost, Verdict, WhatIf
from services.matching.queries.visible_rounds import SeenRound
from shared.contracts.matching import Contribution, DeclineReason, PairingEndReason, RoundCause
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier

V = TypeVar("V", bound=BaseModel)


class Page(BaseModel, Generic[V]):
    """One page of a list, and how many there are in all."""

    items: list[V]
    total: int


class View(BaseModel):
    """Built from an aggregate; fields not named here stay inside."""

    model_config = ConfigDict(from_attributes=True)


def example_of(**values: Any) -> ConfigDict:
    """A view's config with an example of it."""
    return ConfigDict(from_attributes=True, json_schema_extra={"examples": [values]})


_STEP: Final = "with a common language at level 2 instead of 3"
_PAIR: Final = {
    "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "mentee_id": "0a9b8c7d6e5f40312233445566778899",
    "mentor_employee_id": "E-20417",
    "mentee_employee_id": "E-10033",
    "score": 7600,
}


class RoundView(View):
    """A round in figures.

    ``mentors``, ``mentees``, ``unmatched`` and ``certificate`` are there once it is computed, ``proposals``
    grows while it is saved. ``total_score`` is that of the proposals; of a what-if, of its pairs. ``dropped``
    pairs were not proposed, because somebody changed meanwhile. ``kept`` proposals were locked when the round
    was computed again; certificate and unmatched people are about the others. A ``what_if`` computes another
    round again, and has the ``verdict`` or the ``cost``. Of the policy's pairs to be made
    ``must_pairs_missed_count`` were not made; ``must_pairs_missed`` has the first of them, with reasons.

    To a coordinator who takes part themself, or whose partner does, the totals are those of the pairs they
    may see, and the figures over all pairs (``certificate``, ``cost``, ``prices``, ``relaxed``, ``dropped``)
    stay empty. What-ifs they ask for leave these people out, and are shown as a whole.
    """

    model_config = example_of(
        id="c3f1a2b4d5e64788990a1b2c3d4e5f60",
        number=1,
        cause="coordinator",
        state="proposed",
        options={
            "time_limit_seconds": 600,
            "gap_target": 0,
            "preview": False,
            "shortlists": False,
            "policy": None,
            "people": None,
        },
        requested_at="2026-01-05T09:00:00Z",
        progress={
            "step": "pricing",
            "passes": 2.0,
            "matched": 118,
            "at_most": 119,
            "value": 812_440,
            "bound": 812_440,
            "gap": 0,
            "seconds": 0.4,
        },
        mentors=120,
        mentees=119,
        proposals=118,
        total_score=812_440,
        unmatched=3,
        dropped=0,
        kept=0,
        what_if=None,
        verdict=None,
        cost=None,
        certificate=CERTIFICATE_EXAMPLE,
        prices=[],
        relaxed=[{"rule": "language", "text": _STEP, "more_pairs": 1}],
        relaxed_extent="computed",
        must_pairs_missed_count=1,
        must_pairs_missed=[
            {
                "mentor_id": _PAIR["mentor_id"],
                "mentee_id": _PAIR["mentee_id"],
                "reason": "no-place: the mentor has no free place",
            }
        ],
        reason=None,
        proposed_at="2026-01-05T09:00:01Z",
        approved_at=None,
    )

    id: Identifier
    number: int
    cause: RoundCause
    state: RoundState
    options: RoundOptions
    requested_at: AwareDatetime
    progress: Progress | None
    mentors: int
    mentees: int
    proposals: int
    total_score: int
    unmatched: int
    dropped: int
    kept: int
    what_if: WhatIf | None
    verdict: Verdict | None
    cost: Cost | None
    certificate: Certificate | None
    prices: list[Price]
    relaxed: list[Relaxed]
    relaxed_extent: Extent | None
    must_pairs_missed_count: int
    must_pairs_missed: list[MustPairMissed]
    reason: str | None
    proposed_at: AwareDatetime | None
    approved_at: AwareDatetime | None


def view_round(seen: SeenRound) -> RoundView:
    """A round as its coordinator may see it."""
    round_, whole = seen.whole, not seen.in_part
    figures = round_.figures
    proof = figures.certificate if figures else None
    total = proof.total if proof and round_.state is RoundState.PREVIEWED else round_.proposed_score
    missed = [pair for pair in figures.must_pairs_missed if seen.shows(pair)] if figures else []
    return RoundView(
        options=seen.options,
        progress=seen.progress,
        mentors=proof.mentors if proof else 0,
        mentees=proof.mentees if proof else 0,
        proposals=round_.proposals - seen.proposals,
        total_score=total - seen.points,
        unmatched=figures.unmatched - seen.unmatched if figures else 0,
        dropped=round_.dropped if whole else 0,
        what_if=seen.what_if,
        certificate=proof if whole else None,
        verdict=figures.verdict if figures else None,
        cost=figures.cost if figures and whole else None,
        prices=list(figures.prices) if figures and whole else [],
        relaxed=list(figures.relaxed) if figures and whole else [],
        relaxed_extent=figures.extent if figures and whole else None,
        must_pairs_missed_count=(figures.must_pairs_missed_count if whole else len(missed)) if figures else 0,
        must_pairs_missed=missed,
        **{name: getattr(round_, name) for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE: Final = (
    "id",
    "number",
    "cause",
    "state",
    "requested_at",
    "kept",
    "reason",
    "proposed_at",
    "approved_at",
)


class PairView(View):
    """A pair that a computation chose, proposed or not, and whom else the mentee could have got."""

    model_config = example_of(
        mentor_id=_PAIR["mentor_id"],
        mentee_id=_PAIR["mentee_id"],
        score=2664,
        explanation=[
            {
                "criterion": "topics",
                "points": 2664,
                "at_most": 4000,
                "text": "the mentor offers 1 of the 2 topics wanted: ai-prompting",
            }
        ],
        runner_up={
            "mentor_id": "11223344556677889900aabbccddeeff",
            "score": 2400,
            "margin": 264,
            "taken": False,
        },
    )

    mentor_id: Identifier
    mentee_id: Identifier
    score: int
    explanation: list[Contribution]
    runner_up: RunnerUp | None


class UnmatchedView(View):
    """A participant without a partner after a round, with the reason."""

    model_config = example_of(
        participant_id="9e8d7c6b5a494837a6b5c4d3e2f10011",
        role="mentee",
        reason="language: no common language at the level needed excludes 97 of 120 mentors",
        eligible=0,
        would=[{"rule": "language", "text": _STEP, "eligible": 14, "matched": True}],
    )

    participant_id: Identifier
    role: Role
    reason: str
    eligible: int | None
    would: list[Relaxation]


class ProposalView(View):
    """A proposed pair.

    For coordinators of others only: ``decline_reason``, ``runner_up``, ``chooser`` (whose list it is on, or
    was), and ``forbidden_by``, the rule that cancelled it. ``note`` says in neutral words what became of
    a cancelled one.
    """

    model_config = example_of(
        id="2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
        round_id="c3f1a2b4d5e64788990a1b2c3d4e5f60",
        chooser=None,
        **_PAIR,
        explanation=[
            {
                "criterion": "topics",
                "points": 2664,
                "at_most": 4000,
                "text": "the mentor offers 1 of the 2 topics wanted: ai-prompting",
            }
        ],
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
        note=None,
    )

    id: Identifier
    round_id: Identifier | None
    chooser: Role | None
    mentor_id: Identifier
    mentee_id: Identifier
    mentor_employee_id: Identifier
    mentee_employee_id: Identifier
    score: int
    explanation: list[Contribution]
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
    note: str | None


class PairingView(View):
    """A pairing; private reasons are shown to nobody.

    Why it ended, and by which rule if that was a conflict of interest, is for coordinators: the two are told
    that it ``ended``, so that nobody learns of the other's leaving.
    """

    model_config = example_of(
        id="7b6a594837261504f3e2d1c0b9a89786",
        proposal_id="2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e",
        **_PAIR,
        state="active",
        activated_at="2026-01-06T14:30:00Z",
        ended_at=None,
        end_reason=None,
        conflict=None,
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
    end_reason: PairingEndReason | Literal["ended"] | None
    conflict: str | None


_FELL_AWAY: Final = "This proposal is no longer possible; nobody is at fault."


def view_proposal(proposal: Proposal) -> ProposalView:
    """A proposal as the coordinator of the two sees it."""
    note = _FELL_AWAY if proposal.state is ProposalState.WITHDRAWN else None
    shown = {name: getattr(proposal, name) for name in ProposalView.model_fields if name != "note"}
    return ProposalView(**shown, note=note)


def view_own_proposal(proposal: Proposal) -> ProposalView:
    """A proposal as the two themselves see it.

    Not why the other said no, nor whether there was somebody better, nor which rule forbade the pair.
    """
    hidden = {"decline_reason": None, "runner_up": None, "forbidden_by": None, "chooser": None}
    return view_proposal(proposal).model_copy(update=hidden)


def view_pairing(pairing: Pairing) -> PairingView:
    """A pairing as the coordinator of the two sees it."""
    return PairingView.model_validate(pairing)


def view_own_pairing(pairing: Pairing) -> PairingView:
    """A pairing as the two themselves see it: they learn that it ended, not why."""
    view = view_pairing(pairing)
    return view.model_copy(update={"end_reason": view.end_reason and "ended", "conflict": None})
