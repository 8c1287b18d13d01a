"""JSON logs, one line an event, with tenant, programme and correlation id in each; never personal data."""

import logging
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import MappingProxyType, TracebackType
from typing import Any, Final, TextIO, cast

import structlog
from structlog.types import EventDict, WrappedLogger

from shared.runtime.error_reports import report
from shared.schema.personal import all_personal_fields
from shared.schema.visibility import is_private, stored_private_names

_CONFIDENTIAL: Final = frozenset(
    {"authorization", "token", "password", "secret", "name", "email", "comment", "body"}
)
_FACTS: ContextVar[Mapping[str, str]] = ContextVar("facts in each line", default=MappingProxyType({}))
_QUIET: Final = ("aiokafka", "pymongo", "faststream", "uvicorn.access", "httpx", "httpcore")
"""Libraries whose everyday lines say nothing, or, as httpx's, show addresses with what people asked for."""


def _redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Blank what must never reach a log, should somebody pass it."""
    for field in (_CONFIDENTIAL | all_personal_fields() | stored_private_names()) & event.keys():
        event[field] = "…"
    for field, value in event.items():
        if is_private(value):
            event[field] = "…"
    return event


def _without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Turn an exception into its kind and frames.

    A foreign record about one keeps its first line only: asyncio, for one, goes on with the exception's text.
    """
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = report(error)
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _exception(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    exc_info = sys.exc_info() if exc_info is True else exc_info or (None, None, None)
    return cast("BaseException | None", exc_info[1])


def _of_service(service: str, _: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Name the service, whatever context the line is of: a request has a fresh one."""
    return {"service": service, **line}


def configure_logging(service: str, level: str, *, stream: TextIO | None = None) -> None:
    """Send all the process says to one place, as JSON: structlog, the standard library, its last words.

    Args:
        service: in every line.
        level: what is logged at least.
        stream: where to; the standard output, unless that is for something else.
    """
    shared: list[structlog.types.Processor] = [
        partial(_of_service, service),
        _with_facts,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_values,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in _QUIET:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _take_last_words(root)


def _take_last_words(root: logging.Logger) -> None:
    """Warnings, and errors that nobody caught, are logged like the rest instead of printed."""

    def ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        root.critical("the process ends on an error", exc_info=(kind, error, trace))

    def thread_ended(arguments: threading.ExceptHookArgs) -> None:
        root.error("a thread ended on an error", exc_info=arguments.exc_value)

    logging.captureWarnings(capture=True)
    sys.excepthook = ended
    threading.excepthook = thread_ended


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return a logger; give it facts as keywords: ``log.info("event parked", event_type=…)``."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))


@contextmanager
def bound(**facts: str) -> Iterator[None]:
    """Say these facts in each line that is logged within the block.

    One context variable for all: structlog's ``bound_contextvars`` has one for each, and takes four times as
    long, which a pipeline of events notices.
    """
    token = _FACTS.set({**_FACTS.get(), **facts})
    try:
        yield
    finally:
        _FACTS.reset(token)


def bind(**facts: str) -> None:
    """Say these facts in each line of this context from now on."""
    _FACTS.set({**_FACTS.get(), **facts})


def _with_facts(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {**_FACTS.get(), **event}
