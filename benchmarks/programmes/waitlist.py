"""Many people leave a full programme at once: those who wait longest are offered their places."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import psutil

from benchmarks.events.pipeline import PARTITIONS, Place
from benchmarks.pages.company import company_now
from benchmarks.pages.people import PROGRAMME, TENANT, person_of, whose
from benchmarks.pages.stored import Store, Stored
from benchmarks.programmes.service import open_programme, topics_of, whole_enrollment
from services.enrollment.app import SERVICE
from services.enrollment.domain.application import Application, ApplicationState
from services.enrollment.domain.waitlist import Waitlist
from services.enrollment.store import APPLICATIONS, EMPLOYEES, PARTICIPANTS, PROGRAMMES, WAITLISTS
from shared.contracts.enrollment import AdmissionRules, PlaceOffered
from shared.contracts.vocabulary import Role
from shared.kernel import keyed_id
from shared.testing.harness import ServiceHarness
from shared.testing.topics import read_topic

_AT_ONCE: Final = 100
_LEFT_OUT_EVERY: Final = 10
"""One in this many was left out before, and goes first."""
_MIB: Final = 2**20


@dataclass(frozen=True)
class Offered:
    """The outcome of a run.

    Attributes:
        rate: people who left in a second, until the last place was offered.
        missing: free places that nobody was offered.
        twice: people who were offered more than one place.
        out_of_order: people who were offered a place before others who go first.
        growth: of this process's memory in MiB, after the first quarter.
    """

    rate: float
    missing: int
    twice: int
    out_of_order: int
    growth: float


async def free_places(place: Place, root: Path, *, waiting: int, leaving: int) -> Offered:
    """Let people leave a full programme that others wait for, all at once."""
    prefix = place.prefix.rstrip(".")
    store = Store(place.mongo_uri, prefix, company_now())
    applications = [_application(number) for number in range(waiting)]
    store.put(_programme(waiting, leaving))
    store.put((SERVICE.name, APPLICATIONS, each) for each in applications)
    people = list(_people(leaving))
    store.put(people)
    await topics_of(place)
    members = {each.id: each.employee_id for _, collection, each in people if collection is PARTICIPANTS}
    try:
        async with whole_enrollment(place, root, f"{prefix}_{SERVICE.name}") as service:
            rate, memory = await _leave(service, members)
        offers = await _offers(place)
    finally:
        store.drop([SERVICE.name])
    first = {each.id for each in sorted(applications, key=_order)[:leaving]}
    steady = memory[len(memory) // 4 :]
    return Offered(
        rate=rate,
        missing=leaving - len(offers),
        twice=sum(1 for times in offers.values() if times > 1),
        out_of_order=len(offers.keys() - first),
        growth=(steady[-1] - steady[0]) / _MIB,
    )


def _programme(waiting: int, leaving: int) -> Iterator[Stored]:
    yield SERVICE.name, PROGRAMMES, open_programme(AdmissionRules(mentor_places=leaving))
    own = {"tenant": TENANT, "programme": PROGRAMME}
    yield SERVICE.name, WAITLISTS, Waitlist(id=Role.MENTOR.value, **own, tickets=waiting)


def _people(number: int) -> Iterator[Stored]:
    """Mentors who have all the places."""
    make_id = partial(keyed_id, b"the key of the benchmark's ids, 32")
    for each in range(number):
        person = person_of(each, Role.MENTOR, make_id, company_now())
        yield SERVICE.name, EMPLOYEES, person.employee
        yield SERVICE.name, PARTICIPANTS, person.participant


def _application(number: int) -> Application:
    """Return an applicant who waits; some were left out before."""
    return Application(
        id=f"waiting-{number}",
        **whose(),
        employee_id=f"e-waiting-{number}",
        role=Role.MENTOR,
        state=ApplicationState.WAITLISTED,
        applied_at=company_now(),
        left_out_before=number % _LEFT_OUT_EVERY == 0,
        ticket=number + 1,
    )


def _order(application: Application) -> tuple[bool, int]:
    """Return the place in the order: those left out before come first, then those who wait longest."""
    return not application.left_out_before, application.ticket or 0


async def _leave(service: ServiceHarness, members: dict[str, str]) -> tuple[float, list[int]]:
    """Let everybody leave; return how many did in a second, and the memory meanwhile in bytes."""
    turns, process, memory = asyncio.Semaphore(_AT_ONCE), psutil.Process(), []
    tokens = {
        id_: service.token("participant", subject=employee, employee_id=employee)
        for id_, employee in members.items()
    }

    async def leave(id_: str) -> None:
        async with turns:
            path = f"/programmes/{PROGRAMME}/participants/{id_}/withdrawal"
            (await service.http.post(path, headers=tokens[id_])).raise_for_status()
            memory.append(process.memory_info().rss)

    started = time.perf_counter()
    await asyncio.gather(*map(leave, members))
    await service.settled()
    return len(members) / (time.perf_counter() - started), memory


async def _offers(place: Place) -> Counter[str]:
    """Return how often each application was offered a place."""
    records = await read_topic(place.settings(), place.prefix + SERVICE.topic, PARTITIONS)
    return Counter(envelope.subject for envelope, _ in records if envelope.type == PlaceOffered.contract.type)
