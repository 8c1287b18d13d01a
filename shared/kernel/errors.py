"""Errors of commands, in the terms of the domain."""


class DomainError(Exception):
    """A command that can't be carried out; nothing was changed.

    Args:
        message: what is wrong, for the person who asked.
        field: the input it is about, if it is about one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):  # noqa: N818 (named as people say it)
    """No such thing, or none that the caller may know of."""


class Conflict(DomainError):  # noqa: N818
    """The thing is no longer in a state that allows this."""


class TooMany(DomainError):  # noqa: N818
    """More of these at a time than are allowed; the same may succeed later.

    Args:
        message: what is wrong, for the person who asked.
        seconds: when to ask again.
    """

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class RuleBroken(DomainError):  # noqa: N818
    """The input is well formed but a rule of the programme forbids it."""
