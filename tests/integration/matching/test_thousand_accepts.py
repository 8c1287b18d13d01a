"""Many accepts at once, on the real database: capacity is never exceeded, every loser learns it.

Two hundred in `make test`, a thousand in `make test-all`.
"""

import asyncio
from collections import Counter

import pytest

from shared.contracts.matching import PairingActivated

pytestmark = pytest.mark.integration

PAIRS = [50, pytest.param(250, marks=pytest.mark.long)]
PLACES = [5, pytest.param(10, marks=pytest.mark.long)]
OVERLOADED = 503


@pytest.mark.parametrize("pairs", PAIRS)
async def test_accepts_at_once_make_each_pairing_once(world, pairs):
    """Both people of each pair say yes, each of them twice, all at the same time."""
    await _ready(world, {"mentor": pairs, "mentee": pairs})
    await world.round()
    proposals = (await world.get("/proposals?limit=500"))["items"]
    assert len(proposals) == pairs
    answers = await asyncio.gather(
        *(_accept(world, p, role) for _ in range(2) for role in ("mentor", "mentee") for p in proposals)
    )
    assert Counter(answers) == {200: 4 * pairs}
    activated = await world.facts(PairingActivated)
    assert len(activated) == pairs
    assert {len({getattr(a, key) for a in activated}) for key in ("mentor_id", "mentee_id")} == {pairs}


@pytest.mark.parametrize("places", PLACES)
async def test_accepts_race_for_few_places(world, places):
    """Each executive has as many proposals as there are executives, then one place: each takes one mentor."""
    executives = places
    await _ready(world, {"mentee": executives}, capacity=places)
    await _ready(world, {"mentor": executives * places})
    _, proposals = await world.round()
    assert len(proposals) == executives * places
    await asyncio.gather(*(_accept(world, p, "mentee") for p in proposals))
    await _ready(world, {"mentee": executives}, capacity=1)

    answers = await asyncio.gather(*(_accept(world, p, "mentor") for _ in range(10) for p in proposals))
    # The winner of each place repeats the yes nine times, and gets the same answer each time.
    assert Counter(answers) == {200: 10 * executives, 409: 10 * (len(proposals) - executives)}
    activated = await world.facts(PairingActivated)
    assert Counter(a.mentee_id for a in activated) == {
        f"{world.programme}-mentee-{n}": 1 for n in range(executives)
    }
    assert len({a.mentor_id for a in activated}) == executives
    states = Counter(p["state"] for p in (await world.get("/proposals?limit=500"))["items"])
    assert states == {"accepted": executives, "withdrawn": len(proposals) - executives}


async def _ready(world, numbers, **changes):
    facts = (world.fact(role, str(n), **changes) for role, count in numbers.items() for n in range(count))
    await world.service.given(*facts, scope=world.scope)


async def _accept(world, proposal, role):
    """Answer a proposal with yes; a service that has too much to do is asked again when it says."""
    while True:
        answer = await world.service.http.post(
            f"{world.path}/proposals/{proposal['id']}/answer",
            json={"accept": True},
            headers=world.participant(role, proposal[f"{role}_employee_id"].rpartition("-")[2]),
        )
        if answer.status_code != OVERLOADED:
            return answer.status_code
        await asyncio.sleep(float(answer.headers["retry-after"]))
