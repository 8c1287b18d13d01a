"""Concurrent callers share one answer."""

import asyncio

import pytest

from shared.service import recent
from shared.service.recent import Recent


class Source:
    def __init__(self):
        self.asked = 0
        self.go = asyncio.Event()

    async def __call__(self):
        self.asked += 1
        await self.go.wait()
        if self.asked > 1:
            raise ValueError(self.asked)
        return self.asked


async def test_many_who_ask_share_one_answer_until_it_is_old(monkeypatch):
    source = Source()
    shared = Recent(source)
    asking = [asyncio.create_task(shared.get()) for _ in range(50)]
    await asyncio.sleep(0)
    asking[0].cancel()
    source.go.set()
    assert await asyncio.gather(*asking[1:]) == [1] * 49
    monkeypatch.setattr(recent, "FRESH_SECONDS", -1.0)
    with pytest.raises(ValueError, match="2"):
        await shared.get()
    assert source.asked == 2
