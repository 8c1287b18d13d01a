"""Figures of the action ledger: groups of at least eight executives, one vote each, blurred once."""

import math
from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import ClassVar, Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from services.feedback.domain.action import Action
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.blur import blurred_histogram
from services.feedback.domain.release.figures import project
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import ChangeKind, ChangeShare, ReleasedChanges
from shared.schema.visibility import Visibility

KINDS: Final = tuple(ChangeKind)
_NORMAL: Final = 1.96
_POINTS: Final = 5


class ChangeCounts(BaseModel):
    """The blurred counts of all groups so far.

    Attributes:
        groups: how many there were.
        votes: of all groups together.
        blurred: by kind; the exact counts are not kept.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    model_config = ConfigDict(frozen=True)

    groups: int = 0
    votes: int = 0
    blurred: tuple[int, ...] = (0,) * len(KINDS)


def count_changes(
    counts: ChangeCounts, actions: Sequence[Action], audit: Audit, parameters: Parameters, chance: Random
) -> ChangeCounts | None:
    """Add the entries that are in no figure yet as a group.

    None while they are of too few executives, or if the audit refuses the group.
    """
    kinds: defaultdict[str, list[ChangeKind]] = defaultdict(list)
    for action in actions:
        kinds[action.employee_id].append(action.change_kind)
    if len(kinds) < parameters.smallest or not audit.allows(sorted(kinds), parameters):
        return None
    votes = [KINDS.index(chance.choice(own)) + 1 for _, own in sorted(kinds.items())]
    blurred = blurred_histogram(votes, parameters.decay, chance, levels=len(KINDS))
    return ChangeCounts(
        groups=counts.groups + 1,
        votes=counts.votes + len(votes),
        blurred=tuple(map(sum, zip(counts.blurred, blurred, strict=True))),
    )


def released_changes(counts: ChangeCounts, parameters: Parameters) -> ReleasedChanges | None:
    """Return the figures of all groups; None before the first."""
    if not counts.votes:
        return None
    shares = project(np.array(counts.blurred, dtype=np.float64), counts.votes) / counts.votes
    margin = _NORMAL * math.sqrt(parameters.noise_variance * counts.groups) / counts.votes
    return ReleasedChanges(
        people=counts.votes,
        shares=tuple(
            ChangeShare(kind=kind, share=_POINTS * round(100 * float(share) / _POINTS))
            for kind, share in zip(KINDS, shares, strict=True)
        ),
        margin=min(100, math.ceil(100 * margin)),
    )
