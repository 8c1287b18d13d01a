"""Events of matching, by subject; importing this package registers them all.

Import the names below from here.
"""

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.matching.explanation import Contribution
from shared.contracts.matching.pairings import (
    ConflictReviewDue,
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    PairingsEndDue,
)
from shared.contracts.matching.policy import MatchingPolicyChanged
from shared.contracts.matching.proposals import (
    DeclineReason,
    ProposalAccepted,
    ProposalApproved,
    ProposalChosen,
    ProposalDeclined,
    ProposalExpired,
    ProposalExpiryDue,
    ProposalMade,
    ProposalShown,
    ProposalWithdrawn,
)
from shared.contracts.matching.rounds import (
    RoundCancelled,
    RoundCause,
    RoundDiscarded,
    RoundFailed,
    RoundPreviewed,
    RoundProgressed,
    RoundProposed,
    RoundRequested,
    Unmatched,
)
from shared.contracts.matching.shortlists import (
    ShortlistEnded,
    ShortlistEnding,
    ShortlistExpiryDue,
    ShortlistShown,
)
from shared.contracts.matching.waiting import MatchOverdue, MatchTargetDue, RematchDue, RematchOffered

__all__ = [
    "ConflictReviewDue",
    "Contribution",
    "DeclineReason",
    "MatchOverdue",
    "MatchTargetDue",
    "MatchingEvent",
    "MatchingPolicyChanged",
    "PairingActivated",
    "PairingEndReason",
    "PairingEnded",
    "PairingsEndDue",
    "ProposalAccepted",
    "ProposalApproved",
    "ProposalChosen",
    "ProposalDeclined",
    "ProposalExpired",
    "ProposalExpiryDue",
    "ProposalMade",
    "ProposalShown",
    "ProposalWithdrawn",
    "RematchDue",
    "RematchOffered",
    "RoundCancelled",
    "RoundCause",
    "RoundDiscarded",
    "RoundFailed",
    "RoundPreviewed",
    "RoundProgressed",
    "RoundProposed",
    "RoundRequested",
    "ShortlistEnded",
    "ShortlistEnding",
    "ShortlistExpiryDue",
    "ShortlistShown",
    "Unmatched",
]
