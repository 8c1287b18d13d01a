"""The benchmark of notification, with a few people: it measures what it says."""

import pytest

from benchmarks.notification.__main__ import measure, rows_of

pytestmark = pytest.mark.integration


async def test_a_few_people_are_asked_and_counted(stack, tmp_path):
    found = await measure(tmp_path, stack, people=40, rounds=1, kills=0)
    assert (found.sent.lost, found.sent.twice, found.sent.unnoted) == (0, 0, 0)
    assert found.sent.rate > 0
    assert [len(each) for each in (found.pipeline, found.planned, found.bare)] == [1, 1, 2]
    assert len(rows_of(found)) == 6
