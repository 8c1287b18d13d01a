"""A programme in which an executive and a junior who are paired coordinate as well, and everything there is.

The executive is mentee 1, the junior mentor 1, and they are a pair; in another programme the executive is
paired with mentor 4, whom every round of this programme leaves over. Pair 2 is nobody else's business.
"""

import itertools
from dataclasses import dataclass
from datetime import timedelta

from shared.testing.harness import TEST_NOW
from tests.integration.matching.matching_world import World
from tests.unit.matching.matching_people import topics

WISHES = {"1": "ai", "2": "data", "3": "cloud"}
_numbers = itertools.count(1)
LONG_AGO = TEST_NOW - timedelta(days=30)


@dataclass
class Scene:
    world: World
    ids: dict[str, str]

    def mentor(self, name):
        return f"{self.world.programme}-mentor-{name}"

    def mentee(self, name):
        return f"{self.world.programme}-mentee-{name}"

    def pair(self, mentor, mentee):
        return {"mentor_id": self.mentor(mentor), "mentee_id": self.mentee(mentee)}

    def concealed(self, who):
        """All that would name somebody whose matters a caller must not read: participant and employee ids."""
        people = [("mentor", "1"), ("mentee", "1"), *([("mentor", "4")] if who == "executive" else [])]
        return [f"{prefix}{role}-{n}" for role, n in people for prefix in (f"{self.world.programme}-", "e-")]

    def caller(self, who):
        employee = {"executive": "e-mentee-1", "junior": "e-mentor-1", "outside": "e-outside"}.get(who)
        return self.world.coordinator(subject=who, employee_id=employee)


async def make_scene(service):
    service.clock.set(TEST_NOW)
    tenant = f"related{next(_numbers)}"
    elsewhere, world = (World(service, programme, tenant) for programme in ("elsewhere", "relations"))
    for each in (elsewhere, world):
        await each.opened()
    scene = Scene(world, {})
    await _pair_elsewhere(elsewhere)
    await _ready(world)
    await _propose(scene)
    await _pair(scene)
    await _part(scene)
    return scene


async def _pair_elsewhere(world):
    for role, name in (("mentor", "4"), ("mentee", "1")):
        await world.ready(role, name, capacity=2)  # one place is left for the other programme
    _, (proposal,) = await world.round()
    await world.answer(proposal, "mentor", "4"), await world.answer(proposal, "mentee", "1")


async def _ready(world):
    facts = [world.fact("mentor", "4", topics=topics(golf=1))]
    for name, topic in WISHES.items():
        facts += [world.fact(role, name, topics=topics(**{topic: 3})) for role in ("mentor", "mentee")]
    await world.service.given(*facts, scope=world.scope, at=LONG_AGO)


async def _propose(scene):
    world, ids = scene.world, scene.ids
    what_if = await world.post("/rounds", {"preview": True}, status=202)
    ids["what_if"] = (await world.reached(what_if["id"], "previewed"))["id"]
    made, proposals = await world.round(approve=False)
    ids["round"] = made["id"]
    ids |= {f"proposal {p['mentor_id'][-1]}": p["id"] for p in proposals}
    locked = [ids["proposal 1"], ids["proposal 2"]]
    await world.post(f"/rounds/{made['id']}/locks", {"proposals": locked})
    await world.approved(made["id"])


async def _pair(scene):
    world, ids = scene.world, scene.ids
    for name in ("1", "2"):
        for role in ("mentor", "mentee"):
            await world.answer({"id": ids[f"proposal {name}"]}, role, name)
    pairings = (await world.get("/pairings"))["items"]
    ids |= {f"pairing {p['mentor_id'][-1]}": p["id"] for p in pairings}


async def _part(scene):
    world, ids = scene.world, scene.ids
    for pair in (scene.pair("1", "3"), scene.pair("2", "3")):
        entry = await world.post("/do-not-match", pair, status=201)
        ids[f"entry {pair['mentor_id'][-1]}"] = entry["id"]
    await world.policy(
        must_not_pair=[scene.pair("1", "2"), scene.pair("3", "2")], service_level={"days": 1, "share": 50}
    )
    # The junior's confidential word ends the pairing, and both wait.
    junior = world.participant("mentor", "1")
    await world.post("/me/conflicts", {"pairing_id": ids["pairing 1"]}, junior, status=201)
    await world.answer({"id": ids["proposal 3"]}, "mentee", "3", accept=False)
