"""The collections of matching."""

from typing import Any, Final

from services.matching.domain.learning.weights import Recommendation
from services.matching.domain.pairs.do_not_match import DoNotMatch
from services.matching.domain.pairs.pairing import Pairing
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.pairs.shortlist import Shortlist
from services.matching.domain.people.commitments import Commitments
from services.matching.domain.people.declaration import Declaration
from services.matching.domain.people.person import Person
from services.matching.domain.people.programme import Programme
from services.matching.domain.policy.history import MatchingPolicy, PolicyVersion
from services.matching.domain.policy.template import TemplatePolicy
from services.matching.domain.rounds.inputs import InputsChunk
from services.matching.domain.rounds.results.chunks import PairsChunk, UnmatchedChunk
from services.matching.domain.rounds.round import ProgressFeed, Round
from services.matching.domain.rounds.turn import Turn
from shared.messaging import Collection, expiry_index, make_index, programme_index, tenant_index

_BY_EMPLOYEE: Final = [tenant_index(f"{role}_employee_id", "programme") for role in ("mentor", "mentee")]
"""Indexes that serve queries of one programme and of all."""
_VANISHING: Final = expiry_index("expires_at")
"""Documents with this field are removed at its time; those without stay."""
POLICIES: Final = Collection("policies", MatchingPolicy)
POLICIES_OF_ALL_PROGRAMMES: Final = Collection("policies", MatchingPolicy, organisation_wide=True)
"""To copy the policy of another programme; never saved through."""
TEMPLATE_POLICIES: Final = Collection("template-policies", TemplatePolicy, organisation_wide=True)
POLICY_VERSIONS: Final = Collection(
    "policy-versions", PolicyVersion, indexes=[programme_index("policy.number")]
)
PROGRAMMES: Final = Collection(
    "programmes",
    Programme,
    indexes=[
        make_index("ending.held_until", where={"ending": {"$type": "object"}}),
    ],
)
PROGRAMMES_OF_THE_ORGANISATION: Final = Collection("programmes", Programme, organisation_wide=True)
"""To find what an earlier cohort continued; never saved through."""
PEOPLE: Final = Collection(
    "people",
    Person,
    indexes=[
        programme_index("profile.employee_id"),
        programme_index("state", "ready_at"),
        programme_index("saved_at"),
        programme_index("waiting.since", where={"waiting.since": {"$exists": True}}),
    ],
)
COMMITMENTS: Final = Collection("commitments", Commitments, organisation_wide=True)
PEOPLE_OF_ALL_PROGRAMMES: Final = Collection("people", Person, organisation_wide=True)
"""To find the people of declarations; never saved through."""
ROUNDS: Final = Collection(
    "rounds",
    Round,
    indexes=[
        programme_index("number"),
        programme_index("state"),
        programme_index("requested_at"),
        make_index("state", "tenant"),
    ],
)
ROUNDS_OF_ALL_PROGRAMMES: Final = Collection("rounds", Round, organisation_wide=True)
"""To count an organisation's rounds; never saved through."""
TURNS: Final = Collection("turns", Turn, organisation_wide=True)
FEEDS: Final = Collection("round-feeds", ProgressFeed)
PAIRS: Final = Collection(
    "round-pairs", PairsChunk, indexes=[programme_index("round_id", "token"), _VANISHING]
)
UNMATCHED: Final = Collection(
    "round-unmatched", UnmatchedChunk, indexes=[programme_index("round_id", "token"), _VANISHING]
)
INPUTS: Final = Collection(
    "round-inputs", InputsChunk, indexes=[programme_index("round_id", "token"), _VANISHING]
)
PROPOSALS: Final = Collection(
    "proposals",
    Proposal,
    indexes=[
        programme_index("id"),
        programme_index("state", "id"),
        programme_index("round_id", "id"),
        programme_index("round_id", "state", "id"),
        *_BY_EMPLOYEE,
    ],
)
PROPOSALS_OF_ALL_PROGRAMMES: Final = Collection("proposals", Proposal, organisation_wide=True)
"""To find an employee's partners; never saved through."""
SHORTLISTS: Final = Collection("shortlists", Shortlist)
PAIRINGS: Final = Collection(
    "pairings",
    Pairing,
    indexes=[
        programme_index("id"),
        programme_index("state", "id"),
        *_BY_EMPLOYEE,
    ],
)
PAIRINGS_OF_ALL_PROGRAMMES: Final = Collection("pairings", Pairing, organisation_wide=True)
"""To find an employee's partners; never saved through."""
RECOMMENDATIONS: Final = Collection("recommendations", Recommendation)
DO_NOT_MATCH: Final = Collection("do-not-match", DoNotMatch, indexes=[programme_index("since")])
DECLARATIONS: Final = Collection(
    "declarations",
    Declaration,
    indexes=[programme_index("by_employee_id"), tenant_index("by_employee_id"), tenant_index("with_id")],
)
DECLARATIONS_OF_ALL_PROGRAMMES: Final = Collection("declarations", Declaration, organisation_wide=True)
"""To find conflicts that were declared in other programmes; never saved through."""
COLLECTIONS: Final[list[Collection[Any]]] = [
    PROGRAMMES,
    POLICIES,
    POLICY_VERSIONS,
    TEMPLATE_POLICIES,
    PEOPLE,
    COMMITMENTS,
    ROUNDS,
    TURNS,
    FEEDS,
    PAIRS,
    UNMATCHED,
    INPUTS,
    PROPOSALS,
    SHORTLISTS,
    PAIRINGS,
    RECOMMENDATIONS,
    DO_NOT_MATCH,
    DECLARATIONS,
]
