"""The e-mail policy of all messages: headers that many messages share are read and written once.

Headers of one message are written by the functions here: Python's own would parse each text
first, which takes longer than all else that a message needs.
"""

from email.header import Header
from email.headerregistry import Address, HeaderRegistry
from email.policy import EmailPolicy
from email.utils import formataddr
from functools import lru_cache
from typing import Any, Final

_LINE_END: Final = "\r\n"
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

    Python's own registry makes a class for every header of every message and parses all of them.
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


class WrittenHeader(str):
    """A header of one message, which goes out in the lines it was written in.

    Attributes:
        name: of the header.
        lines: name and text in ASCII, with the end of the last line.
        addresses: that the header holds.
    """

    __slots__ = ("addresses", "lines", "name")

    name: str
    lines: str
    addresses: tuple[Address, ...]

    def fold(self, *, policy: EmailPolicy) -> str:  # noqa: ARG002 - Python's generator calls it by name
        """Return the header's lines."""
        return self.lines


def text_header(name: str, text: str) -> WrittenHeader:
    """Return a header of one line of text, in encoded words (RFC 2047) where it is not ASCII."""
    return _written(name, text, Header(text, header_name=name).encode(linesep=_LINE_END))


def id_header(name: str, id_: str) -> WrittenHeader:
    """Return a header of an id, which is ASCII and never broken into lines."""
    return _written(name, id_, id_)


def address_header(name: str, address: Address) -> WrittenHeader:
    """Return a header of one address."""
    shown = address.display_name
    if shown.isascii():
        line = formataddr((shown, address.addr_spec))
    else:
        line = f"{Header(shown, header_name=name).encode(linesep=_LINE_END)} <{address.addr_spec}>"
    return _written(name, str(address), line, (address,))


def _written(name: str, text: str, encoded: str, addresses: tuple[Address, ...] = ()) -> WrittenHeader:
    header = WrittenHeader(text)
    header.addresses = addresses
    header.name = name
    header.lines = f"{name}: {encoded}{_LINE_END}"
    return header


POLICY: Final = _Policy(linesep=_LINE_END, cte_type="7bit", header_factory=_Headers())
"""The policy of every message and its parts; messages are ASCII, which every mail server accepts."""


@lru_cache(64)
def _lines_of_shared(name: str, value: str) -> bytes:
    return EmailPolicy.fold_binary(POLICY, name, value)
