"""Rounds, their pairs and unmatched people, as callers are shown them."""

from typing import Final

from pydantic import AwareDatetime

from services.matching.api.explanation_views import FitExplanation
from services.matching.api.views import CONTRIBUTION_EXAMPLE, PAIR_EXAMPLE, View, example_of
from services.matching.domain.pairs.runner_up import RunnerUp
from services.matching.domain.rounds.parts import Progress, RoundOptions
from services.matching.domain.rounds.results.certificate import CERTIFICATE_EXAMPLE, Certificate
from services.matching.domain.rounds.results.must_pair_missed import MustPairMissed
from services.matching.domain.rounds.results.price import Price
from services.matching.domain.rounds.results.unmatched import Extent, Relaxation, Relaxed
from services.matching.domain.rounds.round import RoundState
from services.matching.domain.rounds.what_if import Cost, ReplayVerdict, WhatIf
from services.matching.queries.visible_rounds import SeenRound
from shared.contracts.matching import FailureReason, RoundCause, UnmatchedReason
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier

STEP_EXAMPLE: Final = {"rule": "language", "kind": "looser", "value": 2, "instead_of": 3}


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
    stay empty. The what-ifs they ask for leave these people out, and are shown as a whole.
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
        relaxed=[{"step": STEP_EXAMPLE, "more_pairs": 1}],
        relaxed_extent="computed",
        must_pairs_missed_count=1,
        must_pairs_missed=[
            {
                "mentor_id": PAIR_EXAMPLE["mentor_id"],
                "mentee_id": PAIR_EXAMPLE["mentee_id"],
                "reason": {"code": "no-free-place", "role": "mentor"},
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
    verdict: ReplayVerdict | None
    cost: Cost | None
    certificate: Certificate | None
    prices: list[Price]
    relaxed: list[Relaxed]
    relaxed_extent: Extent | None
    must_pairs_missed_count: int
    must_pairs_missed: list[MustPairMissed]
    reason: FailureReason | None
    proposed_at: AwareDatetime | None
    approved_at: AwareDatetime | None


def view_round(seen: SeenRound) -> RoundView:
    """Return a round as its coordinator may see it."""
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
        mentor_id=PAIR_EXAMPLE["mentor_id"],
        mentee_id=PAIR_EXAMPLE["mentee_id"],
        score=2664,
        explanation=[CONTRIBUTION_EXAMPLE],
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
    explanation: FitExplanation
    runner_up: RunnerUp | None


class UnmatchedView(View):
    """A participant without a partner after a round, with the reason."""

    model_config = example_of(
        participant_id="9e8d7c6b5a494837a6b5c4d3e2f10011",
        role="mentee",
        reason={"code": "rule", "rule": "language", "excluded": 97, "others": 120},
        eligible=0,
        would=[{"step": STEP_EXAMPLE, "eligible": 14, "matched": True}],
    )

    participant_id: Identifier
    role: Role
    reason: UnmatchedReason
    eligible: int | None
    would: list[Relaxation]
