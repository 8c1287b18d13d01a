"""A suite for the reactions of any service: whatever befalls its events, the outcome is the same.

The same facts are given to the service several times over, each time in a database and on topics of its
own: undisturbed first, then with every event delivered three times, with handlers that fail at random, with
transactions lost after a handler's work, and with the keys interleaved in another order. The state it
keeps and the events it publishes must not differ.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from fastapi import FastAPI

from shared.kernel import Scope
from shared.messaging.incoming.reactions import Reactions
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.schema import EventData
from shared.service.app import Service, build
from shared.testing.harness import TEST_NOW, TEST_SCOPE, ServiceHarness, run_service
from shared.testing.hazards import CrashAfterStep, Delivery, Duplicator, RandomFail, interleaved
from shared.testing.namespace import TestEnvironment
from shared.testing.topics import read_topic

HAZARDS: Final = ("duplicated delivery", "random failure", "crash after step", "reordered keys")
_VOLATILE: Final = frozenset({"version", "saved_at"})


@dataclass(frozen=True)
class History:
    """The history that a service is given.

    Attributes:
        facts: events of other services, each key's in order; the service's own are left out.
        later: where the clock is set afterwards, one after the other from the start, for timers to fire.
        scope: whose events these are.
        passing: types of events that tell of a step on the way, which may depend on the order of keys;
            of these only the last of each subject counts.
        volatile: fields of documents that say when, not what.
    """

    facts: Sequence[EventData]
    later: Sequence[timedelta] = ()
    scope: Scope = TEST_SCOPE
    passing: frozenset[type[EventData]] = frozenset()
    volatile: frozenset[str] = _VOLATILE


@dataclass(frozen=True)
class HistoryOutcome:
    """The outcome of a history in a service.

    Attributes:
        state: the documents of each collection, without volatile fields.
        events: how often it published each event: type, subject and data.
        struck: how many times a hazard really struck.
    """

    state: Mapping[str, Mapping[str, Any]]
    events: Counter[tuple[str, str, str]]
    struck: int


async def outcome_of(
    service: Service,
    history: History,
    test_environment: TestEnvironment,
    *,
    hazard: str = "",
    seed: int = 1,
    **settings: Any,
) -> HistoryOutcome:
    """Let a service live through a history, with one hazard or none.

    Raises:
        ValueError: there is no such hazard.
        TimeoutError: the service does not come to rest.
    """
    if hazard and hazard not in HAZARDS:
        raise ValueError(f"hazard {hazard!r} is none of {', '.join(HAZARDS)}")
    reactions = _disturbed(service.reactions, hazard, seed)

    def create_app(settings: Settings, clock: Clock) -> FastAPI:
        return build(replace(service, reactions=reactions), settings, clock=clock)

    limits: dict[str, Any] = {"retry_first_seconds": 0.02, "retry_limit_seconds": 0.5, "retry_attempts": 50}
    async with run_service(create_app, test_environment, **limits | settings) as harness:
        facts = [fact for fact in history.facts if fact.owner != service.name]
        struck = await _deliver(harness, history, facts, hazard, seed)
        await harness.settled()
        for step in history.later:
            harness.clock.set(TEST_NOW + step)
            await harness.settled()
        struck += getattr(reactions, "struck", 0)
        return HistoryOutcome(
            await _state(harness, service, history), await _events(harness, service, history), struck
        )


def differences(expected: HistoryOutcome, actual: HistoryOutcome) -> list[str]:
    """Return the differences between two outcomes, one line each; empty if they are the same."""
    lines = []
    for collection, documents in expected.state.items():
        others = actual.state[collection]
        for id_ in sorted({*documents, *others}):
            lines += _changes(f"{collection} {id_}", documents.get(id_), others.get(id_))
    lines += [f"event lost: {event}" for event in (expected.events - actual.events).elements()]
    lines += [f"event too many: {event}" for event in (actual.events - expected.events).elements()]
    return lines


def _changes(place: str, before: Any, now: Any) -> list[str]:
    """Return the differences between two values, down to the field."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = sorted({*before, *now})
        return [
            line for name in names for line in _changes(f"{place}.{name}", before.get(name), now.get(name))
        ]
    return [] if before == now else [f"{place}: {before!r} became {now!r}"]


async def check_all(
    service: Service, history: History, test_environment: TestEnvironment, *, seed: int = 1, **settings: Any
) -> dict[str, list[str]]:
    """Live through a history with each hazard; returns what came out differently, by hazard.

    A hazard that never struck counts as a difference: then nothing was tried.
    """
    runs = [
        outcome_of(service, history, test_environment, hazard=hazard, seed=seed, **settings)
        for hazard in ("", *HAZARDS)
    ]
    undisturbed, *disturbed = await asyncio.gather(*runs)
    return {
        hazard: differences(undisturbed, outcome) if outcome.struck else ["this hazard never struck"]
        for hazard, outcome in zip(HAZARDS, disturbed, strict=True)
    }


def _disturbed(reactions: Reactions, hazard: str, seed: int) -> Reactions:
    if hazard == "random failure":
        return RandomFail(reactions, seed)
    if hazard == "crash after step":
        return CrashAfterStep(reactions, seed)
    return reactions


async def _deliver(
    harness: ServiceHarness, history: History, facts: Sequence[EventData], hazard: str, seed: int
) -> int:
    """Publish the facts; returns how many were delivered otherwise than they should be."""
    publisher = harness.publisher
    now = harness.clock.now()
    deliveries: list[Delivery] = [(publisher.envelope(fact, history.scope, now), fact) for fact in facts]
    if hazard == "duplicated delivery":
        await Duplicator(publisher).send_all(deliveries)
        return len(deliveries)
    order = interleaved(deliveries, seed) if hazard == "reordered keys" else deliveries
    for envelope, fact in order:
        await publisher.send(envelope, fact)
    return sum(a is not b for a, b in zip(order, deliveries, strict=True))


async def _state(harness: ServiceHarness, service: Service, history: History) -> dict[str, dict[str, Any]]:
    database = harness.app.state.database
    return {
        collection.name: {
            document["_id"]: {k: v for k, v in document.items() if k not in history.volatile}
            async for document in database[collection.name].find({})
        }
        for collection in service.collections
    }


async def _events(
    harness: ServiceHarness, service: Service, history: History
) -> Counter[tuple[str, str, str]]:
    """Return the events on the service's topic; of intermediate steps the last one of each subject."""
    topic = f"{harness.settings.topic_prefix}{service.topic}"
    passing = {data.contract.type for data in history.passing}
    last: dict[tuple[str, str], str] = {}
    events: Counter[tuple[str, str, str]] = Counter()
    records = await read_topic(harness.settings, topic, harness.settings.topic_partitions)
    for envelope, value in records:
        if envelope.type in passing:
            last[envelope.type, envelope.key] = value.decode()
        else:
            events[envelope.type, envelope.key, value.decode()] += 1
    events.update((type_, key, data) for (type_, key), data in last.items())
    return events
