"""Where the pipeline's time goes: processors by process, and the service's own time by what it works on."""

import asyncio
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from benchmarks.events.pipeline import Place, reactions, streams, wait_for

_RATE: Final = 200
_PROGRAMS: Final = {"mongod": "mongod", "java": "broker", "tansu": "broker"}
_FRAME: Final = re.compile(r" \((?P<file>[^()]+):\d+\)$")
_PARTS: Final = {
    "aiokafka/consumer": "aiokafka: fetching",
    "aiokafka/producer": "aiokafka: producing",
    "aiokafka/record": "aiokafka: records to bytes and back",
    "aiokafka/": "aiokafka: connections",
    "pymongo/": "pymongo and BSON",
    "bson/": "pymongo and BSON",
    "motor/": "motor: handing over to threads",
    "pydantic": "pydantic",
    "faststream/": "FastStream",
    "shared/messaging/incoming/records": "kit: decoding",
    "shared/messaging/wire/envelope": "kit: decoding",
    "shared/messaging/outgoing/relay": "kit: relay",
    "shared/messaging/outgoing/outbox": "kit: outbox rows",
    "shared/messaging/unit_of_work": "kit: outbox rows",
    "shared/messaging/": "kit: consumer and transaction",
    "shared/": "kit: the rest",
    "benchmarks/": "the reaction itself",
    "asyncio/": "asyncio",
    "concurrent/": "asyncio",
}
"""The first found in a frame's file, from the innermost frame outwards, is what a sample was spent on."""


@dataclass(frozen=True)
class Profile:
    """Where the time of one run went.

    Attributes:
        rate: events a second, while being watched.
        cores: processors kept busy, by process.
        shares: the service's own busy time by part, as shares of 1; several threads may be busy at once.
    """

    rate: float
    cores: dict[str, float]
    shares: dict[str, float]


async def where_time_goes(place: Place, events: int) -> Profile:
    """Run the exactly-once pipeline under a sampling profiler (py-spy).

    Raises:
        RuntimeError: py-spy is not installed, or may not look at this process.
    """
    sampler = shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if sampler is None:
        raise RuntimeError("py-spy is missing: it comes with the extra `bench`")
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder) / "stacks"
        async with streams(place, reactions()):
            watching = await asyncio.create_subprocess_exec(
                sampler, "record", "--pid", str(os.getpid()), "--rate", str(_RATE), "--format", "raw",
                "--duration", "3600", "--output", str(stacks), "--nonblocking",
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            rate, cores = await _run(place, events)
            if watching.returncode is None:
                watching.send_signal(2)  # as Ctrl-C: it then writes what it has seen
            _, errors = await watching.communicate()
        if not stacks.exists():
            raise RuntimeError(f"py-spy saw nothing: {errors.decode().strip()}")
        return Profile(rate, cores, _shares(stacks.read_text()))


async def _run(place: Place, events: int) -> tuple[float, dict[str, float]]:
    before, began = _used(), time.perf_counter()
    await wait_for(place, events)
    seconds = time.perf_counter() - began
    used = {name: (spent - before.get(name, 0.0)) / seconds for name, spent in _used().items()}
    return events / seconds, used


def _used() -> dict[str, float]:
    """Processor seconds of this process and of the stack's, which are its children."""
    own = psutil.Process()
    spent: defaultdict[str, float] = defaultdict(float, service=sum(own.cpu_times()[:2]))
    for child in own.children(recursive=True):
        name = _PROGRAMS.get(child.name())
        if name:
            spent[name] += sum(child.cpu_times()[:2])
    return dict(spent)


def _shares(stacks: str) -> dict[str, float]:
    """Shares of the samples by part, from collapsed stacks with their counts."""
    parts: Counter[str] = Counter()
    for line in stacks.splitlines():
        stack, _, count = line.rpartition(" ")
        parts[_part(stack.split(";"))] += int(count)
    total = max(parts.total(), 1)
    return {part: count / total for part, count in parts.most_common()}


def _part(frames: list[str]) -> str:
    for frame in reversed(frames):
        frame_match = _FRAME.search(frame)
        if frame_match:
            part = next((name for piece, name in _PARTS.items() if piece in frame_match["file"]), "")
            if part:
                return part
    return "the rest"
