"""The benchmark of programmes, with a few people: each place and each end counts once."""

import pytest

from benchmarks.programmes.__main__ import measure, rows_of

pytestmark = pytest.mark.integration


async def test_a_few_pairings_end_a_few_people_leave_and_a_few_are_invited(stack, tmp_path):
    if "Tansu" in stack.broker:
        pytest.skip("the benchmark is measured on Kafka")
    measured = await measure(tmp_path, stack, pairings=30, waiting=20, leaving=5, inviting=40)
    closed, offered, invited = measured.closed, measured.offered, measured.invited
    assert (closed.active, closed.missing, closed.twice) == (0, 0, 0)
    assert (offered.missing, offered.twice, offered.out_of_order) == (0, 0, 0)
    assert (invited.missing, invited.twice) == (0, 0)
    assert min(closed.rate, offered.rate, invited.rate, *measured.pipeline) > 0
    assert len(rows_of(measured)) == 14
