"""What matching knows of a programme."""

from shared.contracts.enrollment import ProgrammeRules
from shared.kernel import Aggregate


class Programme(Aggregate):
    """A programme's rules, as its coordinator last set them."""

    rules: ProgrammeRules
