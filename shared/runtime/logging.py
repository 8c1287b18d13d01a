"""JSON logs, one line an event, with tenant, programme and correlation id in each; never personal data."""

import logging
import sys
from typing import cast

import structlog
from structlog.contextvars import bound_contextvars
from structlog.types import EventDict, WrappedLogger

_CONFIDENTIAL = frozenset(
    {"authorization", "token", "password", "secret", "name", "email", "comment", "body"}
)


def _redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Blank what must never reach a log, should somebody pass it."""
    for field in _CONFIDENTIAL & event.keys():
        event[field] = "…"
    return event


def configure_logging(service: str, level: str) -> None:
    """Send structlog's and the standard library's records to standard output as JSON."""
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
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    structlog.contextvars.bind_contextvars(service=service)
    for noisy in ("aiokafka", "pymongo", "faststream", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; give it facts as keywords: ``log.info("event parked", event_type=…)``."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))


__all__ = ["bound_contextvars", "configure_logging", "get_logger"]
