"""The proof that is stored with a round: how good it is, over all pairs, and what it was computed from."""

from typing import Final

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from shared.contracts.matching import RoundOutcome

CERTIFICATE_EXAMPLE: Final[JsonDict] = {
    "outcome": "optimal",
    "gap": 0,
    "total": 812_440,
    "bound": 812_440,
    "pairs": 118,
    "more_pairs": 0,
    "mentors": 120,
    "mentees": 119,
    "pairs_considered": 14_280,
    "eligible_pairs": 6804,
    "solver": "dual-prices/1",
    "policy_version": 3,
    "seed": "c3f1a2b4d5e64788990a1b2c3d4e5f60",
    "inputs": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class Certificate(BaseModel):
    """The proof of a round; the same inputs, policy version, seed and solver give the same pairs.

    Attributes:
        outcome: why the computation ended.
        gap: points the pairs may be short of the best possible at most; 0 is proof that nothing is better,
            over all criteria.
        total: points of all pairs, those of sensitive criteria aside, so nobody's can be inferred.
        bound: total and gap: what is proven of all points, less what sensitive criteria give these pairs.
        pairs: how many pairs were chosen.
        more_pairs: how many more pairs there could be at most; 0 unless stopped early. Each is worth
            more than any points, so the gap contains them.
        mentors: who took part with a free place.
        mentees: who took part with a free place.
        pairs_considered: mentors times mentees: the proof is over all of them.
        eligible_pairs: those no hard rule excludes.
        solver: name and version.
        policy_version: of the programme's matching policy; None: decisions that a what-if tried.
        seed: what ties were settled by.
        inputs: digest (SHA-256) of people, rules and policy.
    """

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [CERTIFICATE_EXAMPLE]})

    outcome: RoundOutcome
    gap: int
    total: int
    bound: int
    pairs: int
    more_pairs: int = 0
    mentors: int
    mentees: int
    pairs_considered: int
    eligible_pairs: int
    solver: str
    policy_version: int | None
    seed: str
    inputs: str

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.gap == 0 and self.more_pairs == 0
