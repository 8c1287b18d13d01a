"""What matching knows of a programme."""

from datetime import datetime

from shared.contracts.enrollment import ProgrammeRules
from shared.kernel import Aggregate


class Programme(Aggregate):
    """A programme's rules, as its coordinator last set them.

    Attributes:
        matched_since: when its first round was approved.
    """

    rules: ProgrammeRules
    matched_since: datetime | None = None
