"""The benchmark of a programme's effect, with few people: both ways have the same figures."""

import pytest

from benchmarks.feedback.__main__ import measure, rows_of

pytestmark = pytest.mark.integration


async def test_both_ways_have_the_same_figures(stack):
    measured = await measure(stack, people=3_000, participants=600)
    assert measured.farthest <= 0.1
    assert len(rows_of(measured)) == 4
