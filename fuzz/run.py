"""A fuzzing run: a platform of its own, then APIs and topics in turn until the time is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast

import httpx

from devstack.services import ServiceRunner
from devstack.stack import Stack, StackOptions
from fuzz.http import PROGRAMME, TENANT, Api
from fuzz.wire import send_records
from services.catalogue import SERVICES
from shared.runtime.clock import SystemClock

_HTTP_SHARE: Final = 0.8
_TURNS: Final = 4
_EACH_SECONDS: Final = 3.0
"""The time for one operation in a turn."""
_SETTINGS: Final = {"MENTORING_LOG_LEVEL": "WARNING", "MENTORING_TOPIC_PARTITIONS": "2"}


def fuzz(seconds: float, seed: int, *, broker: str, root: Path, say: Callable[[str], None]) -> list[str]:
    """Fuzz an empty platform; return the findings, one line each.

    Args:
        seconds: the duration without the start of the platform.
        seed: decides the requests and records.
        broker: the broker; ``auto`` takes the best available one.
        root: directory of the stack.
        say: receives a line for each step.
    """
    with _platform(root, broker) as services:
        _open_programme(services)
        return _fuzz(services, seconds, seed, say)


def _fuzz(services: ServiceRunner, seconds: float, seed: int, say: Callable[[str], None]) -> list[str]:
    apis = [Api(name, services) for name in SERVICES]
    operations = sum(len(api.operations) for api in apis)
    deadline = time.monotonic() + seconds
    each = min(_EACH_SECONDS, seconds * _HTTP_SHARE / operations)
    findings: list[str] = []
    turn = 0
    while time.monotonic() < deadline:
        for api in apis:
            findings += api.fuzz(each, seed + turn, deadline)
            say(f"{api.name}: {api.sent} requests, {len(findings)} findings")
        left = max(deadline - time.monotonic(), 1.0)
        sent, faults = asyncio.run(send_records(services, seed + turn, min(seconds / 10, left)))
        findings += faults
        findings += _survived(services)
        say(f"topics: {sent} records, {len(findings)} findings")
        turn += 1
    return sorted(set(findings))


def _survived(services: ServiceRunner) -> list[str]:
    """Return the services that have ended, or no longer answer."""
    faults = []
    for name in SERVICES:
        try:
            alive = httpx.get(f"{services.url(name)}/health/live", timeout=30).is_success
        except httpx.HTTPError as error:
            faults.append(f"{name} no longer answers: {type(error).__name__}")
        else:
            faults += [] if alive else [f"{name} is not live"]
    return faults


def _open_programme(services: ServiceRunner) -> None:
    """Create a programme, so that requests pass the check that it exists."""
    token = services.issuer.mint("fuzz", TENANT, ["coordinator"])
    today = SystemClock().now().date()
    body = {
        "name": "Fuzz",
        "starts_on": (today - timedelta(days=30)).isoformat(),
        "ends_on": (today + timedelta(days=180)).isoformat(),
        "regions": ["emea"],
        "terms_version": "1",
    }
    answer = httpx.put(
        f"{services.url('enrollment')}/programmes/{PROGRAMME}",
        json=body,
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    answer.raise_for_status()


@contextmanager
def _platform(root: Path, broker: str) -> Iterator[ServiceRunner]:
    stack = Stack(root, StackOptions(broker=cast(Any, broker), tie_to_parent=True, fresh=True))
    try:
        prefix = f"fuzz{time.time_ns() // 1_000_000}"
        settings = {**_SETTINGS, "MENTORING_TOPIC_PREFIX": f"{prefix}."}
        services = ServiceRunner(
            root, stack.start(), database_prefix=prefix, extra_env=settings, tie_to_parent=True
        )
        try:
            services.start_all()
            yield services
        finally:
            services.stop_all()
    finally:
        stack.stop()
