"""The policy a programme has now, and every one it had."""

from datetime import datetime
from typing import Final, Self

from services.matching.domain.policy.policy import DEFAULT, Decisions, Policy
from shared.contracts.matching import MatchingPolicyChanged
from shared.kernel import Aggregate, check_edited


class MatchingPolicy(Aggregate):
    """The policy in force from the next round on; its id is the programme's."""

    policy: Policy = DEFAULT

    def decide(self, decisions: Decisions, based_on: int) -> tuple[Self, MatchingPolicyChanged | None]:
        """Take new decisions; the same ones again change nothing.

        Args:
            decisions: the whole policy, validated.
            based_on: the number of the version they were edited from.

        Raises:
            Conflict: somebody has changed the policy since.
        """
        current = Decisions(**self.policy.model_dump(exclude={"number"}))
        if decisions == current and based_on in {self.policy.number, self.policy.number - 1}:
            return self, None
        check_edited(based_on, self.policy.number, code="policy-changed")
        number = self.policy.number + 1
        policy = Policy(**{name: getattr(decisions, name) for name in Decisions.model_fields}, number=number)
        return self.changed(policy=policy), MatchingPolicyChanged(policy_id=self.id, policy_version=number)

    def for_others(self) -> Decisions:
        """Return the decisions that hold for other people as well: all but those about single pairs."""
        return Decisions(**self.policy.model_dump(exclude={"number", "must_pair", "must_not_pair"}))


MOST_VERSIONS: Final = 200
"""The latest are kept; older ones are forgotten."""


class PolicyVersion(Aggregate):
    """One version, kept until there are many later ones.

    Attributes:
        policy: as it was.
        decided_at: when it was.
        decided_by: the coordinator who decided; None of the default and of a copied policy.
    """

    policy: Policy
    decided_at: datetime
    decided_by: str | None = None


def version_of(policy: MatchingPolicy, at: datetime, by: str | None = None) -> PolicyVersion:
    """Return the stored version of the present policy."""
    return PolicyVersion(
        id=version_id(policy.policy.number),
        tenant=policy.tenant,
        programme=policy.programme,
        policy=policy.policy,
        decided_at=at,
        decided_by=by,
    )


def version_id(number: int) -> str:
    """Return the id of a version within its programme."""
    return f"v{number}"
