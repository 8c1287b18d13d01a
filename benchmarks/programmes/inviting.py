"""Many people are invited in one act: each of them once, whatever their number in the same memory."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks.events.pipeline import PARTITIONS, Place
from benchmarks.pages.company import company_now
from benchmarks.pages.people import PROGRAMME, employee_of
from benchmarks.pages.stored import Store
from benchmarks.programmes.service import open_programme, topics_of, whole_enrollment
from services.enrollment.app import SERVICE
from services.enrollment.store import EMPLOYEES, PROGRAMMES
from shared.contracts.enrollment import AdmissionRules, EmployeeInvited
from shared.contracts.vocabulary import Role
from shared.testing.harness import ServiceHarness
from shared.testing.topics import read_topic

_MIB: Final = 2**20
_LOOK_SECONDS: Final = 0.25
_BASE: Final = f"/programmes/{PROGRAMME}/invitation-orders"


@dataclass(frozen=True)
class Invited:
    """The outcome of a run.

    Attributes:
        rate: people invited in a second, from the confirmation to the last event in the topic.
        missing: people who were not invited.
        twice: people who were invited more than once.
        growth: of this process's memory in MiB, after the first quarter.
    """

    rate: float
    missing: int
    twice: int
    growth: float


async def invite_all(place: Place, root: Path, people: int) -> Invited:
    """Store these employees, and invite them all in one act."""
    prefix = place.prefix.rstrip(".")
    store = Store(place.mongo_uri, prefix, company_now())
    store.put([(SERVICE.name, PROGRAMMES, open_programme(AdmissionRules()))])
    store.put((SERVICE.name, EMPLOYEES, employee_of(number, Role.MENTOR)) for number in range(people))
    await topics_of(place)
    try:
        async with whole_enrollment(place, root, f"{prefix}_{SERVICE.name}") as service:
            rate, memory = await _invite(service, people)
        invited = await _invited(place)
    finally:
        store.drop([SERVICE.name])
    steady = memory[len(memory) // 4 :]
    return Invited(
        rate=rate,
        missing=people - len(invited),
        twice=sum(1 for times in invited.values() if times > 1),
        growth=(steady[-1] - steady[0]) / _MIB,
    )


async def _invite(service: ServiceHarness, people: int) -> tuple[float, list[int]]:
    """Invite them; return how many were invited in a second, and the memory meanwhile in bytes."""
    headers = service.token("coordinator")
    made = await service.http.post(_BASE, headers=headers, json={"role": Role.MENTOR.value})
    made.raise_for_status()
    path = f"{_BASE}/{made.json()['order_id']}"
    await _reach(service, path, headers, "checked")
    started = time.perf_counter()
    (await service.http.post(f"{path}/confirm", headers=headers)).raise_for_status()
    memory = await _reach(service, path, headers, "done")
    await service.settled()
    return people / (time.perf_counter() - started), memory


async def _reach(service: ServiceHarness, path: str, headers: dict[str, str], state: str) -> list[int]:
    """Wait until the order has this state; return the memory meanwhile."""
    process, memory = psutil.Process(), list[int]()
    order: dict[str, Any] = {}
    while order.get("state") != state:
        memory.append(process.memory_info().rss)
        await asyncio.sleep(_LOOK_SECONDS)
        order = (await service.http.get(path, headers=headers)).json()
    return memory


async def _invited(place: Place) -> Counter[str]:
    """Return how often each invitation was published."""
    records = await read_topic(place.settings(), place.prefix + SERVICE.topic, PARTITIONS)
    return Counter(e.subject for e, _ in records if e.type == EmployeeInvited.contract.type)
