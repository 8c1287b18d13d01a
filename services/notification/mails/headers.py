"""The e-mail policy of all messages: headers that many messages share are read and written once."""

from email.headerregistry import HeaderRegistry
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any, Final

_SHARED: Final = {
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "list-unsubscribe-post",
    "mime-version",
    "x-auto-response-suppress",
    "x-mentoring-kind",
}


class _Headers(HeaderRegistry):
    """Reads each header that most messages share once.

    Python's own registry makes a class for every header of every message and parses all of them, which takes
    longer than all else that a message needs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._class_of = lru_cache(64)(super().__getitem__)
        self._shared = lru_cache(64)(super().__call__)

    def __getitem__(self, name: str) -> type:
        """Return the class of a header."""
        return self._class_of(name.lower())

    def __call__(self, name: str, value: Any) -> Any:
        """Return a header; those about a person are read each time and not kept."""
        if name.lower() in _SHARED and isinstance(value, str):
            return self._shared(name, value)
        return super().__call__(name, value)


class _Policy(EmailPolicy):
    """Writes each header that most messages share once."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header's lines."""
        if name.lower() in _SHARED:
            return _lines_of_shared(name, value)
        return super().fold_binary(name, value)


POLICY: Final = _Policy(linesep="\r\n", cte_type="7bit", header_factory=_Headers())
"""The policy of every message and its parts; messages are ASCII, which every mail server accepts."""


@lru_cache(64)
def _lines_of_shared(name: str, value: str) -> bytes:
    return EmailPolicy.fold_binary(POLICY, name, value)
