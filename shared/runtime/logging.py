"""JSON logs, one line an event, with tenant, programme and correlation id in each; never personal data."""

import logging
import sys
import threading
from types import TracebackType
from typing import Any, Final, TextIO, cast

import structlog
from structlog.contextvars import bound_contextvars
from structlog.types import EventDict, WrappedLogger

from shared.contracts.personal import all_personal_fields
from shared.runtime.failures import report

_CONFIDENTIAL: Final = frozenset(
    {"authorization", "token", "password", "secret", "name", "email", "comment", "body"}
)
_QUIET: Final = ("aiokafka", "pymongo", "faststream", "uvicorn.access", "httpx", "httpcore")
"""Libraries whose everyday lines say nothing, or, as httpx's, show addresses with what people asked for."""


def _redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Blank what must never reach a log, should somebody pass it."""
    for field in (_CONFIDENTIAL | all_personal_fields()) & event.keys():
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


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    found = sys.exc_info() if given is True else given or (None, None, None)
    return cast("BaseException | None", found[1])


def configure_logging(service: str, level: str, *, stream: TextIO | None = None) -> None:
    """Send all the process says to one place, as JSON: structlog, the standard library, its last words.

    Args:
        service: in every line.
        level: what is logged at least.
        stream: where to; the standard output, unless that is for something else.
    """
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
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
    structlog.contextvars.bind_contextvars(service=service)
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
    """A logger; give it facts as keywords: ``log.info("event parked", event_type=…)``."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))


__all__ = ["bound_contextvars", "configure_logging", "get_logger"]
