"""A programme with many pairings ends: matching ends each of them once."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import psutil

from benchmarks.events.pipeline import PARTITIONS, Place
from benchmarks.pages.company import Company, company_now
from benchmarks.pages.people import PROGRAMME, SCOPE
from benchmarks.pages.stored import Store, Stored
from benchmarks.service_streams import streams_of
from services.catalogue import find
from services.matching.app import SERVICE
from services.matching.domain.pairs.pairing import PairingState
from services.matching.jobs.programme_end import end_programmes
from services.matching.store import PAIRINGS, PROPOSALS
from shared.contracts.enrollment import ProgrammeCompleted
from shared.contracts.matching import PairingEnded
from shared.messaging.wire.kafka import create_topics
from shared.runtime.mongo import Database
from shared.service.streams import Streams
from shared.testing.harness import start_publisher
from shared.testing.topics import read_topic

_KEY = b"the key of the benchmark's ids, 32"
_MIB = 2**20
_LOOK_SECONDS = 0.25
_AT_REST = 3
"""The checks in a row that must find nothing under way."""


@dataclass(frozen=True)
class Closed:
    """The outcome of a run.

    Attributes:
        rate: pairings ended in a second, from the programme's end to the last event in the topic.
        active: pairings that did not end.
        missing: pairings whose end was not published.
        twice: pairings whose end was published more than once.
        growth: of this process's memory in MiB, after the first quarter.
    """

    rate: float
    active: int
    missing: int
    twice: int
    growth: float


async def close_programme(place: Place, pairings: int) -> Closed:
    """Store these pairings, complete their programme, and wait until matching is at rest."""
    name = f"{place.prefix.rstrip('.')}_{SERVICE.name}"
    store = Store(place.mongo_uri, place.prefix.rstrip("."), company_now())
    store.put(_of_matching(pairings))
    topics = [place.prefix + topic for topic in (*find(SERVICE.name).topics_read, SERVICE.topic)]
    await create_topics(place.settings(), sorted(set(topics)), partitions=PARTITIONS, replication=1)
    try:
        async with streams_of(place, SERVICE, name, [end_programmes]) as (streams, own):
            rate, memory = await _complete(place, streams, own, pairings)
            active = await own[PAIRINGS.name].count_documents({"state": PairingState.ACTIVE.value})
        ends = await _ends(place)
    finally:
        store.drop([SERVICE.name])
    steady = memory[len(memory) // 4 :]
    return Closed(
        rate=rate,
        active=active,
        missing=pairings - len(ends),
        twice=sum(1 for times in ends.values() if times > 1),
        growth=(steady[-1] - steady[0]) / _MIB,
    )


def _of_matching(pairings: int) -> Iterator[Stored]:
    """Yield the programme, its people and their pairings; no proposal is open."""
    company = Company(_KEY, company_now())
    for service, collection, aggregate in chain(company.programme(), company.pairs(range(pairings))):
        if service == SERVICE.name and collection is not PROPOSALS:
            yield service, collection, aggregate


async def _complete(place: Place, streams: Streams, own: Database, pairings: int) -> tuple[float, list[int]]:
    """Complete the programme; return pairings ended in a second, and the memory meanwhile in bytes."""
    process, memory, at_rest = psutil.Process(), [], 0
    async with start_publisher(place.settings()) as publisher:
        started = time.perf_counter()
        await publisher.publish([ProgrammeCompleted(programme_id=PROGRAMME)], SCOPE, company_now())
        ended = started
        while at_rest < _AT_REST:
            memory.append(process.memory_info().rss)
            state = await streams.vitals.state()
            moving = any(state[each] for each in ("lag", "outbox_pending", "in_hand"))
            moving = moving or await _any_active(own)
            at_rest = 0 if moving else at_rest + 1
            ended = time.perf_counter() if moving else ended
            await asyncio.sleep(_LOOK_SECONDS)
    return pairings / (ended - started), memory


async def _any_active(own: Database) -> bool:
    return await own[PAIRINGS.name].find_one({"state": PairingState.ACTIVE.value}) is not None


async def _ends(place: Place) -> Counter[str]:
    """Return how often the end of each pairing was published."""
    records = await read_topic(place.settings(), place.prefix + SERVICE.topic, PARTITIONS)
    return Counter(envelope.subject for envelope, _ in records if envelope.type == PairingEnded.contract.type)
