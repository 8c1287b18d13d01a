"""A world for tests of small rounds, between the coordinator's rounds."""

import asyncio
from datetime import timedelta

from tests.unit.matching.matching_people import topics


class Following:
    """A programme's world, in which time passes and small rounds come to their end."""

    def __init__(self, world):
        self.world = world

    async def pass_time(self, **span):
        """Let timers ring, and whatever they began come to its end."""
        clock = self.world.service.clock
        clock.set(clock.now() + timedelta(**span))
        await self.at_rest()

    async def at_rest(self):
        for _ in range(12_000):
            await self.world.service.settled()
            rounds = (await self.world.get("/rounds"))["items"]
            if all(r["state"] in {"approved", "proposed", "failed"} for r in rounds):
                return
            await asyncio.sleep(0.02)
        raise TimeoutError(f"rounds without end: {rounds}")

    async def rounds(self):
        return (await self.world.get("/rounds"))["items"]

    async def proposals(self, role, name="1"):
        """The open proposals of a participant, newest last."""
        page = await self.world.get("/me/proposals", self.world.participant(role, name))
        made = sorted(page["items"], key=lambda p: p["approved_at"])
        return [p for p in made if p["state"] == "approved"]

    async def policy(self, **following):
        body = {"based_on": 0, "following": following}
        answer = await self.world.service.http.put(
            f"{self.world.path}/policy", json=body, headers=self.world.coordinator()
        )
        assert answer.status_code == 200, answer.text

    def id(self, role, name="1"):
        return f"{self.world.programme}-{role}-{name}"


async def two_mentors_for_one(world):
    """A mentee whose best is mentor 1, and next best mentor 2; returns the first proposal."""
    await world.ready("mentee", topics=topics(ai=3))
    await world.ready("mentor", "1", topics=topics(ai=3))
    await world.ready("mentor", "2", topics=topics(ai=1))
    _, (proposal,) = await world.round()
    assert proposal["mentor_id"].endswith("mentor-1")
    return proposal
