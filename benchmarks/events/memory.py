"""The memory of an idle service, and its growth."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from devstack.services import ServiceRunner
from devstack.stack import Addresses
from services.catalogue import SERVICES

_MIB = 2**20


@dataclass(frozen=True)
class Memory:
    """Resident mebibytes by service, at the start and the end of the soak."""

    seconds: float
    start: dict[str, float]
    end: dict[str, float]


async def idle_services(root: Path, addresses: Addresses, *, seconds: float) -> Memory:
    """Start all services, leave them idle, and measure their memory."""
    runner = ServiceRunner(
        root,
        addresses,
        database_prefix="idle",
        tie_to_parent=True,
        extra_env={"MENTORING_TOPIC_PREFIX": "idle."},
    )
    try:
        await asyncio.to_thread(runner.start_all)
        await asyncio.sleep(10)
        start, began = _resident(runner), time.monotonic()
        await asyncio.sleep(seconds)
        return Memory(time.monotonic() - began, start, _resident(runner))
    finally:
        await asyncio.to_thread(runner.stop_all)


def _resident(runner: ServiceRunner) -> dict[str, float]:
    """Private and shared pages in memory, children included (the console draws in one)."""
    mebibytes: dict[str, float] = {}
    for name in SERVICES:
        process = psutil.Process(runner.pid(name))
        mebibytes[name] = (
            sum(p.memory_info().rss for p in [process, *process.children(recursive=True)]) / _MIB
        )
    return mebibytes
