"""The parts of a round: options, progress, figures, decisions."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.matching.domain.policy import Decisions
from services.matching.domain.rounds.decision import DecisionKind
from services.matching.domain.rounds.results.certificate import Certificate
from services.matching.domain.rounds.results.impact import Impact
from services.matching.domain.rounds.results.must_pair_missed import MustPairMissed
from services.matching.domain.rounds.results.price import Price
from services.matching.domain.rounds.results.unmatched import Extent, Relaxed
from services.matching.domain.rounds.what_if import Cost, ReplayVerdict
from shared.contracts.matching import RoundStep
from shared.kernel import Identifier

MOST_SECONDS: Final = 1800
"""A round that takes longer is taken as it is; others wait for it."""
MOST_MISSED_NAMED: Final = 100
"""Pairs to be made that a round tells of by name."""
MOST_NAMED: Final = 10_000
"""People one round may name."""


class RoundOptions(BaseModel):
    """How a round is to be computed.

    Attributes:
        time_limit_seconds: the best matching so far is taken after this time.
        gap_target: points short of the proven best that are good enough.
        preview: compute and keep the outcome only: nobody is proposed, no place is taken.
        policy: decisions to try in a what-if, in place of the programme's.
        shortlists: everybody of the side that chooses gets a list, in place of one pair.
        people: match only these, each with anybody of the other role who has a free place; None: everybody.
    """

    model_config = ConfigDict(frozen=True)

    time_limit_seconds: Annotated[int, Field(ge=1, le=MOST_SECONDS)] = 600
    gap_target: Annotated[int, Field(ge=0, le=10**12)] = 0
    preview: bool = False
    policy: Decisions | None = None
    shortlists: bool = False
    people: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=MOST_NAMED)] | None = None


class Progress(BaseModel):
    """The progress of a computation.

    Attributes:
        step: what is being done.
        percent: mostly the progress of the proof, not the share of the pairs.
        passes: passes over all pairs so far, in parts of one, too.
        matched: pairs of the best matching so far.
        at_most: pairs there would be if places alone decided.
        value: its points, penalties for unmatched people deducted; 0 in a round of few, where the points of
            single people could be inferred from it.
        bound: what no matching exceeds: value and gap.
        gap: how far the value may be short of the best at most; contains the next two.
        missing_pairs: pairs there may be more, at most.
        missing_points: points it may be short beside those.
        seconds: since the computation began.
    """

    model_config = ConfigDict(frozen=True)

    step: RoundStep
    percent: int = 0
    passes: float = 0
    matched: int = 0
    at_most: int = 0
    value: int = 0
    bound: int = 0
    gap: int = 0
    missing_pairs: int = 0
    missing_points: int = 0
    seconds: float = 0


class Figures(BaseModel):
    """The figures of a computation.

    Attributes:
        certificate: the proof.
        unmatched: how many people got nobody.
        prices: what the objective's bounds cost.
        relaxed: what rules a step looser would give.
        extent: how far one looked for that; None in rounds of long ago.
        verdict: of a repetition, whether the same came out.
        cost: of a change of single pairs, what it costs.
        impact: by groups of people; None in rounds of long ago.
        must_pairs_missed_count: how many pairs to be made were not made.
        must_pairs_missed: the first of these, and why.
    """

    model_config = ConfigDict(frozen=True)

    certificate: Certificate
    unmatched: int
    must_pairs_missed_count: int = 0
    must_pairs_missed: tuple[MustPairMissed, ...] = ()
    prices: tuple[Price, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    extent: Extent | None = None
    verdict: ReplayVerdict | None = None
    cost: Cost | None = None
    impact: Impact | None = None


class Cancellation(BaseModel):
    """The coordinator's wish to stop; ``keep``: with the best matching so far."""

    model_config = ConfigDict(frozen=True)

    keep: bool


class Clearing(BaseModel):
    """Proposals are being taken back; ``then``: the round is computed again, or discarded."""

    model_config = ConfigDict(frozen=True)

    then: Literal[DecisionKind.RECOMPUTE, DecisionKind.DISCARD]


class Approval(BaseModel):
    """The coordinator's approval, carried out proposal by proposal.

    Attributes:
        at: when.
        expires_at: until when people may answer.
        excluded: proposals that are taken back instead.
    """

    model_config = ConfigDict(frozen=True)

    at: datetime
    expires_at: datetime
    excluded: tuple[Identifier, ...]
