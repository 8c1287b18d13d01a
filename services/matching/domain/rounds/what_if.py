"""The what-ifs from stored inputs: a round computed again, to repeat it or to see the cost of a change."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.results.certificate import Certificate
from shared.kernel import Identifier

Pair = tuple[str, str]
"""Mentor and mentee."""
MOST_SHOWN: Final = 500


class Purpose(StrEnum):
    """The purpose of a what-if."""

    REPLAY = "replay"
    COST = "cost"


class WhatIf(BaseModel):
    """A round computed again from its stored inputs; nobody is proposed.

    Attributes:
        purpose: to see that the same comes out, or what a change of single pairs costs.
        of: which round.
        outcome: under which token that round's outcome and inputs are kept.
        adjustment: the change.
    """

    model_config = ConfigDict(frozen=True)

    purpose: Purpose
    of: Identifier
    outcome: int
    adjustment: Adjustment = Adjustment()


class ReplayVerdict(BaseModel):
    """Whether a round repeated is the same.

    Attributes:
        identical: the same pairs.
        missing: pairs of the round that did not come out again.
        same_inputs: the digest of the stored inputs is the certificate's.
        same_solver: the solver still has the version of the certificate; another may settle ties otherwise.
    """

    model_config = ConfigDict(frozen=True)

    identical: bool
    missing: int
    same_inputs: bool
    same_solver: bool


class Cost(BaseModel):
    """The cost of a change of single pairs to the whole round, and the other changes.

    Attributes:
        pairs: pairs fewer.
        points: points fewer, as they are shown; below 0 where there are more, since sensitive criteria count
            but aren't shown, or since there are fewer pairs without the change.
        gap: points by which it may be less, if it was not computed to the end.
        changed: pairs that there are only with the change.
        gone: pairs there are no longer, by ids; the first 500.
        come: those there are instead; the first 500.
    """

    model_config = ConfigDict(frozen=True)

    pairs: int
    points: int
    gap: int
    changed: int
    gone: tuple[PairOf, ...]
    come: tuple[PairOf, ...]


def verdict(
    first: Certificate, again: Certificate, pairs: Iterable[Pair], repeated: Iterable[Pair]
) -> ReplayVerdict:
    """Compare a round with its repetition."""
    before, now = set(pairs), set(repeated)
    return ReplayVerdict(
        identical=before == now,
        missing=len(before - now),
        same_inputs=first.inputs == again.inputs,
        same_solver=first.solver == again.solver,
    )


def cost(first: Certificate, then: Certificate, before: Mapping[Pair, int], now: Mapping[Pair, int]) -> Cost:
    """Return the cost of a change, from both rounds and the scores of their pairs."""
    gone, come = sorted(before.keys() - now.keys()), sorted(now.keys() - before.keys())
    return Cost(
        pairs=len(before) - len(now),
        points=sum(before.values()) - sum(now.values()),
        gap=first.gap + then.gap,
        changed=len(come),
        gone=_named(gone),
        come=_named(come),
    )


def _named(pairs: list[Pair]) -> tuple[PairOf, ...]:
    return tuple(PairOf(mentor_id=mentor, mentee_id=mentee) for mentor, mentee in pairs[:MOST_SHOWN])
