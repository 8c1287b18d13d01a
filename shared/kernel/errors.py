"""Errors of commands, in the terms of the domain."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Self

Param = str | int
NOT_FOUND: Final = "not-found"


class DomainError(Exception):
    """A command that can't be carried out; nothing was changed.

    Args:
        message: what is wrong, for the person who asked; names in braces stand for the parameters.
        code: the same for every occurrence, for programs; kebab-case.
        field: the input it is about, if it is about one.
        params: what the message names.
    """

    def __init__(self, message: str, *, code: str, field: str | None = None, **params: Param) -> None:
        text = message.format_map(params) if params else message
        super().__init__(text)
        self.message = text
        self.code = code
        self.params = params
        self.field = field

    def at(self, field: str) -> Self:
        """Return the same error of another input."""
        moved = self.__class__.__new__(self.__class__, *self.args)
        moved.__dict__ |= self.__dict__ | {"field": field}
        return moved


class NotFound(DomainError):  # noqa: N818 (named as people say it)
    """No such thing, or none that the caller may know of."""

    def __init__(
        self, message: str, *, code: str = NOT_FOUND, field: str | None = None, **params: Param
    ) -> None:
        super().__init__(message, code=code, field=field, **params)


class Conflict(DomainError):  # noqa: N818
    """The thing is no longer in a state that allows this."""


class TooMany(DomainError):  # noqa: N818
    """More of these at a time than are allowed; the same may succeed later.

    Args:
        message: what is wrong, for the person who asked.
        code: the same for every occurrence.
        seconds: when to ask again.
        params: what the message names.
    """

    def __init__(self, message: str, *, code: str, seconds: int, **params: Param) -> None:
        super().__init__(message, code=code, field=None, **params)
        self.seconds = seconds


class RuleBroken(DomainError):  # noqa: N818
    """The input is well formed but a rule of the programme forbids it."""


def check_once(values: Iterable[object], field: str) -> None:
    """Check that nothing is listed twice.

    Args:
        values: what is listed.
        field: the input it is about.

    Raises:
        RuleBroken: something is.
    """
    twice = [str(value) for value, count in Counter(values).items() if count > 1]
    if twice:
        raise RuleBroken("listed twice: {names}", code="listed-twice", names=", ".join(twice), field=field)
