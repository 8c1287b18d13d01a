"""Errors as logs and operators may see them: of what kind, and where they arose.

Never what they say: the text of an exception holds the values it is about, and those may be personal. Only
the domain's own errors keep their words, which are written for others to read.
"""

import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

from pydantic import ValidationError
from pymongo.errors import BulkWriteError, OperationFailure

from shared.kernel import DomainError

_OTHERS: Final = tuple(sysconfig.get_paths()[kind] for kind in ("purelib", "platlib", "stdlib"))
_DEEPEST: Final = 12
_MOST_FIELDS: Final = 5
_LONGEST: Final = 300


def describe(error: BaseException) -> str:
    """Return one line on an error.

    Kind, fields or codes where it names some, and the place in our own code.
    """
    kind = type(error).__name__
    if isinstance(error, DomainError):
        return f"{kind}: {error}"[:_LONGEST]
    places = [_name(frame, line) for frame, line in _trace(error) if _is_ours(frame)]
    return " ".join(filter(None, [kind, _details(error), f"in {places[-1]}" if places else ""]))


def report(error: BaseException) -> list[dict[str, Any]]:
    """Return an error and what caused it, outermost first, each with the innermost frames of its trace."""
    return [
        {"type": describe(link), "frames": [_name(frame, line) for frame, line in _trace(link)][-_DEEPEST:]}
        for link in _chain(error)
    ]


def fields(error: ValidationError) -> str:
    """Return the fields that are wrong, and the kind of fault of each."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    named = [f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in faults[:_MOST_FIELDS]]
    return "; ".join([*named, "…"] if len(faults) > _MOST_FIELDS else named)


def _details(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        return f"({fields(error)})"
    if isinstance(error, BulkWriteError):
        return f"(codes {sorted({fault['code'] for fault in error.details.get('writeErrors', ())})})"
    if isinstance(error, OperationFailure):
        return f"(code {error.code})"
    return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _trace(error: BaseException) -> list[tuple[FrameType, int]]:
    return list(traceback.walk_tb(error.__traceback__))


def _is_ours(frame: FrameType) -> bool:
    path = frame.f_code.co_filename
    return Path(path).is_absolute() and not path.startswith(_OTHERS)


def _name(frame: FrameType, line: int) -> str:
    return f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_qualname}:{line}"
