"""One event in a hundred fails: the cost, and the recovery by redrive."""

import asyncio
import time
from dataclasses import dataclass

from benchmarks.events.pipeline import Place, reactions, streams, wait_for
from shared.messaging.incoming.dead_letters import DeadLetters
from shared.messaging.letters import Selection
from shared.service.streams import Streams

ONE_IN = 100


@dataclass(frozen=True)
class Poisoned:
    """The result of a run.

    Attributes:
        rate: healthy events a second while one in a hundred fails.
        dead: how many became dead letters.
        recovered: how many redrive brought back.
    """

    rate: float
    dead: int
    recovered: int


async def one_in_a_hundred(place: Place, events: int) -> Poisoned:
    """Run the pipeline with poison, then take the poison out and redrive."""
    ill = True
    pipeline_reactions = reactions(lambda number: ill and number % ONE_IN == 0)
    poisoned = events // ONE_IN
    async with streams(place, pipeline_reactions, retry_first_seconds=0.2, retry_attempts=3) as running:
        started = time.perf_counter()
        await wait_for(place, events - poisoned)
        rate = (events - poisoned) / (time.perf_counter() - started)
        dead = await _all_dead(running, poisoned)
        ill = False
        letters = DeadLetters(running.name, running.transactions, running.parking)
        while (
            await letters.decide("redrive", Selection(all=True), who="bench", why="the cause is gone")
        ).ids:
            pass
        await wait_for(place, events)
        left = await running.parking.counts()
    return Poisoned(rate, dead, poisoned - sum(left.values()))


async def _all_dead(running: Streams, expected: int) -> int:
    while (dead := (await running.parking.counts())["dead"]) < expected:
        await asyncio.sleep(0.05)
    return dead
