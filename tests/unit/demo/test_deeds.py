import asyncio

import pytest

from demo.client import Refused
from demo.deeds import Deed, perform


async def test_deeds_of_different_people_are_done_and_those_of_the_same_wait():
    done = []

    def deed(name, *concerns):
        async def do():
            await asyncio.sleep(0)
            done.append(name)

        return Deed(frozenset(concerns), do)

    deeds = {
        "c": deed("c", "zoe"),
        "b": deed("b", "ann", "zoe"),
        "a": deed("a", "ann", "bob"),
    }
    await perform(deeds)
    assert sorted(done) == ["a", "c"]


async def test_a_failure_is_reported_as_it_is():
    async def refuse():
        raise Refused("POST /rounds: 422")

    with pytest.raises(Refused, match="422"):
        await perform({str(n): Deed(frozenset({str(n)}), refuse) for n in range(3)})


async def test_few_are_done_at_once():
    at_once, most = 0, 0

    async def do():
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.001)
        at_once -= 1

    await perform({str(n): Deed(frozenset({str(n)}), do) for n in range(100)})
    assert 1 < most <= 16
