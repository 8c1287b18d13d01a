"""The policy that a template of the organisation carries."""

from services.matching.domain.policy.policy import Decisions
from shared.kernel import Aggregate


class TemplatePolicy(Aggregate):
    """The decisions of a programme when it was saved as a template, which is the id; without pairs."""

    decisions: Decisions
