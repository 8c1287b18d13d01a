"""Run one service as a process."""

import asyncio
import contextlib
import importlib
import socket
import sys
from collections.abc import Mapping
from typing import Final

from aiokafka.errors import KafkaError
from pydantic import ValidationError
from pydantic_settings import SettingsError
from pymongo.errors import PyMongoError

from shared.messaging.incoming.rewind import RewindRefused
from shared.runtime.error_reports import describe
from shared.runtime.gc_tuning import tune_gc
from shared.runtime.logging import configure_logging, get_logger
from shared.runtime.settings import Settings
from shared.runtime.tracing import configure_tracing
from shared.service.app import Service
from shared.service.protocol import BoundedServer
from shared.service.rebuild import rebuild

log = get_logger(__name__)

_REBUILD: Final = "rebuild"


def main(arguments: list[str], apps: Mapping[str, str], settings_class: type[Settings]) -> int:
    """Run the service named in the arguments until it is stopped; return the exit code.

    Args:
        arguments: the name alone, or ``rebuild`` and the name: then its read models are emptied instead.
        apps: the module with ``create_app`` of each service, by name.
        settings_class: reads the settings.
    """
    *order, name = arguments or [""]
    if name not in apps or order not in ([], [_REBUILD]):
        sys.stderr.write(f"usage: python -m services [{_REBUILD}] {'|'.join(apps)}\n")
        return 2
    try:
        settings = settings_class()
    except (ValidationError, SettingsError) as error:
        for line in _faults(error):
            sys.stderr.write(f"setting {line}\n")
        return 2
    configure_logging(name, settings.log_level)
    for permission in settings.permissions:
        log.warning("production runs with settings that it refuses by default", setting=permission)
    if order:
        return _rebuild(importlib.import_module(apps[name]).SERVICE, settings)
    configure_tracing(name, otlp_endpoint=settings.otlp_endpoint, sample=settings.trace_sample)
    try:
        app = importlib.import_module(apps[name]).create_app(settings)
    except SettingsError as error:
        sys.stderr.write(f"setting {error}\n")
        return 2
    tune_gc()
    server = BoundedServer(
        app,
        max_connections=settings.max_connections,
        overloaded=lambda: app.state.admission.full,
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=15,
    )
    with contextlib.suppress(KeyboardInterrupt):
        server.run(_sockets(settings))
    return 0 if server.started else 1


def _rebuild(service: Service, settings: Settings) -> int:
    try:
        asyncio.run(rebuild(service, settings))
    except RewindRefused as error:
        sys.stderr.write(f"{service.name} is not rebuilt: {error}\n")
        return 1
    except (KafkaError, PyMongoError) as error:
        sys.stderr.write(f"{service.name} is not rebuilt: {describe(error)}\n")
        return 1
    return 0


def _sockets(settings: Settings) -> list[socket.socket] | None:
    """Bind the ports of the API and of the metrics; None where there is one port, which the server binds."""
    if settings.metrics_port is None:
        return None
    return [_bound(settings.host, port) for port in (settings.port, settings.metrics_port)]


def _bound(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))  # the server listens once it is ready
    return bound


def _faults(error: ValidationError | SettingsError) -> list[str]:
    """Return the faults of the settings: a line each, which names the setting and never its value."""
    if isinstance(error, SettingsError):
        return [str(error)]
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        text = fault["msg"].removeprefix("Value error, ")
        name = "_".join(str(part) for part in fault["loc"]).upper()
        lines += [f"MENTORING_{name}: {text}"] if name else text.splitlines()
    return lines
