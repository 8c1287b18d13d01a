"""A round that can't be computed for its people."""

from shared.contracts.matching import FailureCode, FailureReason
from shared.kernel import RuleBroken


class NotComputable(RuleBroken):
    """Rules or criteria can't be computed.

    Args:
        message: what is wrong, for the person who asked.
        code: the same for pages.
        subject: the rule or feature it is about.
        field: the input it is about, if it is about one.
    """

    def __init__(
        self, message: str, code: FailureCode, subject: str | None = None, *, field: str | None = None
    ) -> None:
        super().__init__(message, code=code.value, field=field)
        self.reason = FailureReason(code=code, subject=subject)
