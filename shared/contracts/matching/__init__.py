"""Events of matching, by subject; importing this package registers them all.

Import the names below from here.
"""

from shared.contracts.matching.event import MatchingEvent
from shared.contracts.matching.explanation import Contribution, FitCode, FitDegree, FitReason
from shared.contracts.matching.pairings import (
    ConflictReviewDue,
    CriterionFit,
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    PairingFit,
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
    FailureCode,
    FailureReason,
    RoundCancelled,
    RoundCause,
    RoundDiscarded,
    RoundFailed,
    RoundOutcome,
    RoundPreviewed,
    RoundProgressed,
    RoundProposed,
    RoundRequested,
    RoundStep,
    Unmatched,
    UnmatchedCode,
    UnmatchedReason,
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
    "CriterionFit",
    "DeclineReason",
    "FailureCode",
    "FailureReason",
    "FitCode",
    "FitDegree",
    "FitReason",
    "MatchOverdue",
    "MatchTargetDue",
    "MatchingEvent",
    "MatchingPolicyChanged",
    "PairingActivated",
    "PairingEndReason",
    "PairingEnded",
    "PairingFit",
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
    "RoundOutcome",
    "RoundPreviewed",
    "RoundProgressed",
    "RoundProposed",
    "RoundRequested",
    "RoundStep",
    "ShortlistEnded",
    "ShortlistEnding",
    "ShortlistExpiryDue",
    "ShortlistShown",
    "Unmatched",
    "UnmatchedCode",
    "UnmatchedReason",
]
