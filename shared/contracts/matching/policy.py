"""Events of the matching policy."""

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.vocabulary import Count, Identifier


class MatchingPolicyChanged(
    MatchingEvent, fact="matching-policy-changed", aggregate="matching-policy", key="policy_id"
):
    """A coordinator decided anew how a programme's rounds are matched; this version counts from now on."""

    policy_id: Identifier
    policy_version: Count
