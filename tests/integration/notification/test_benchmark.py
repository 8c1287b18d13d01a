"""The benchmark of notification, with a few people: it measures what it says."""

import pytest

from benchmarks.notification.__main__ import measure, rows_of

pytestmark = pytest.mark.integration


async def test_a_few_people_are_asked_and_counted(stack, tmp_path):
    if "Tansu" in stack.broker:
        pytest.skip("the benchmark is measured on Kafka")
    measured = await measure(tmp_path, stack, people=40, rounds=1, kills=0)
    assert (measured.sent.lost, measured.sent.twice, measured.sent.unnoted) == (0, 0, 0)
    assert measured.sent.rate > 0
    assert [len(each) for each in (measured.pipeline, measured.planned, measured.bare)] == [1, 1, 2]
    assert len(rows_of(measured)) == 6
